"""What an outlet tells about itself, and what it allows."""

from typing import TYPE_CHECKING

from django import forms

from newsstand.publishers.models import Application, Publisher

if TYPE_CHECKING:
    ApplicationModelForm = forms.ModelForm[Application]
    PublisherModelForm = forms.ModelForm[Publisher]
else:
    ApplicationModelForm = PublisherModelForm = forms.ModelForm


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


class TermsForm(ApplicationModelForm):
    """The terms that an applicant chooses. publishers/agree.py keeps them."""

    licence_url = forms.URLField(
        label="Address of the licence",
        max_length=2000,
        required=False,
        assume_scheme="https",
        help_text="Of a licence for people, such as Creative Commons, or of an RSL file (.xml or .rsl).",
    )

    class Meta:
        model = Application
        fields = ["excerpt_words", "embargo_minutes", "expires_after_days", "indexing", "licence", "licence_url"]
        labels = {
            "excerpt_words": "Words to show",
            "embargo_minutes": "Embargo, in minutes",
            "expires_after_days": "Days on this site",
            "indexing": "Search engines",
            "licence": "Licence, in a line",
        }
        help_texts = {
            "excerpt_words": "Empty: the full text. Otherwise so many words, and the way to the rest on your site.",
            "embargo_minutes": "So long after you published it an article appears here. 0: at once.",
            "expires_after_days": "Empty: for as long as it stands on your site.",
            "licence": "What others may do with your articles. Empty: the rights stay yours.",
        }
        widgets = {"indexing": forms.RadioSelect}


class ProfileForm(PublisherModelForm):
    """What a publisher says of itself. publishers/describe.py keeps it."""

    site_url = forms.URLField(label="Address of its site", max_length=2000, required=False, assume_scheme="https")

    class Meta:
        model = Publisher
        fields = [
            *("description", "site_url", "language", "contact"),
            *("ownership", "funding", "masthead", "corrections_policy", "ethics_policy"),
        ]
        labels = {
            "description": "What it is, in a sentence or two",
            "language": "Language",
            "contact": "How readers reach it",
            "ownership": "Who owns it",
            "funding": "What it lives on",
            "masthead": "Who edits it",
            "corrections_policy": "How it corrects itself",
            "ethics_policy": "By which rules it works",
        }
        help_texts = {
            "language": "By its short name: en, de, pt-BR.",
            "contact": "An e-mail address, a telephone number, or where to write to.",
            "ownership": "The people or the company, and who owns that.",
            "funding": "Subscriptions, advertising, donors by name, public money.",
            "masthead": "One person a line, with what they do.",
            "corrections_policy": "Where a reader says that something is wrong, and what happens then. Or an address.",
            "ethics_policy": "A code that it keeps to, in your words or by its address.",
        }
        widgets = {
            "description": forms.Textarea(attrs={"rows": 3}),
            "ownership": forms.Textarea(attrs={"rows": 3}),
            "funding": forms.Textarea(attrs={"rows": 3}),
            "masthead": forms.Textarea(attrs={"rows": 4}),
            "corrections_policy": forms.Textarea(attrs={"rows": 4}),
            "ethics_policy": forms.Textarea(attrs={"rows": 4}),
        }
