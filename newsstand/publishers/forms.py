"""What an outlet tells about itself."""

from django import forms


class ApplicationForm(forms.Form):
    """Name, address and a few words. publishers/join.py decides what is to become of them."""

    name = forms.CharField(label="Name of the outlet", max_length=200)
    address = forms.URLField(
        label="Address of its site or feed",
        max_length=2000,
        assume_scheme="https",
        help_text="An RSS, Atom or JSON feed, or the site that has one.",
    )
    about = forms.CharField(
        label="What it reports on, for whom, and who edits it",
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
