"""What stands in a page for a picture."""

from typing import Any

import pytest
from django.template import Context, Template, TemplateSyntaxError

from newsstand.images.models import Image, State

KEY = "abcdefghijklmnopqrst"


def made(state: State = State.READY, **values: Any) -> Image:
    return Image(id=KEY, state=state, **values)


def rendered(tag: str, **context: Any) -> str:
    return Template("{% load images %}" + tag).render(Context(context))


PICTURE = '{% picture image alt=alt sizes="(min-width: 60rem) 40rem, 100vw" %}'


def test_a_ready_picture_offers_every_width_it_has() -> None:
    html = rendered(PICTURE, image=made(width=500, height=300), alt="A ferry")
    assert f'src="/image/{KEY}/640"' in html
    assert f'srcset="/image/{KEY}/160 160w, /image/{KEY}/320 320w, /image/{KEY}/640 500w"' in html
    assert 'sizes="(min-width: 60rem) 40rem, 100vw"' in html
    assert 'width="500" height="300"' in html
    assert 'alt="A ferry" loading="lazy" decoding="async"' in html


def test_a_picture_that_is_not_fetched_yet_has_one_address() -> None:
    html = rendered(PICTURE, image=made(State.DUE), alt="")
    assert f'src="/image/{KEY}/640"' in html
    assert "srcset" not in html
    assert "height" not in html


def test_what_a_publisher_wrote_cannot_leave_its_attribute() -> None:
    for state in (State.READY, State.FAILED):
        html = rendered(PICTURE, image=made(state, width=10, height=10), alt='"><script>alert(1)</script>')
        assert "<script" not in html
        assert '""' not in html


def test_the_lead_picture_is_loaded_at_once() -> None:
    html = rendered("{% picture image eager=True %}", image=made())
    assert 'loading="eager" fetchpriority="high"' in html
    assert 'alt=""' in html


def test_a_picture_that_cannot_be_had_leaves_its_alt_text_in_a_quiet_frame() -> None:
    html = rendered(PICTURE, image=made(State.FAILED, error="It is gone."), alt="A ferry")
    assert html == '<span class="frame" role="img" aria-label="A ferry">A ferry</span>'


def test_a_frame_without_words_is_not_announced() -> None:
    assert rendered(PICTURE, image=made(State.FAILED), alt=" ") == '<span class="frame" aria-hidden="true"></span>'


def test_no_picture_and_a_tracking_pixel_leave_nothing() -> None:
    assert rendered(PICTURE, image=None, alt="x") == ""
    assert rendered(PICTURE, image=made(State.FAILED, error="tracking pixel"), alt="x") == ""


def test_a_ratio_is_a_class() -> None:
    assert 'class="picture ratio-16-9"' in rendered('{% picture image ratio="16:9" %}', image=made())
    assert 'class="frame ratio-4-3"' in rendered('{% picture image ratio="4:3" %}', image=made(State.FAILED))


def test_a_mistake_in_a_template_is_said() -> None:
    with pytest.raises(ValueError, match="not a ratio"):
        rendered('{% picture image ratio="7:5" %}', image=made())
    with pytest.raises(TemplateSyntaxError):
        rendered('{% picture image size="100vw" %}', image=made())


def test_an_icon_is_small_and_silent() -> None:
    html = rendered("{% icon image name %}", image=made(width=180, height=180), name="The Ferry Post")
    assert html == (
        f'<img class="icon" src="/image/{KEY}/160" width="32" height="32" alt="" loading="lazy" decoding="async">'
    )


@pytest.mark.parametrize(
    ("name", "letter"), [("the Ferry Post", "T"), ("«Élan»", "É"), ("新聞", "新"), ("!?", "•"), ("", "•"), ("<b>", "B")]
)
def test_a_publisher_without_an_icon_has_a_letter(name: str, letter: str) -> None:
    for image in (None, made(State.FAILED)):
        html = rendered("{% icon image name %}", image=image, name=name)
        assert html == f'<span class="icon" aria-hidden="true">{letter}</span>'
