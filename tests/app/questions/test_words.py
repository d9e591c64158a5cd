"""Words of forms: Markdown, harmless HTML, languages, digits, states."""

from __future__ import annotations

import pytest

from app.questions import digits
from app.questions.form_language import language_of, shown_name
from app.questions.markup import to_html, to_plain


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Is **clean** water near?", "Is <b>clean</b> water near?"),
        ("__all__ of it", "<b>all</b> of it"),
        ("snake_case_name", "snake_case_name"),
        ("2 * 3 * 4", "2 * 3 * 4"),
        ("# Title\ntext", "<b>Title</b><br>text"),
        ("- one\n- two", "• one<br>• two"),
        ("a < b & c", "a &lt; b &amp; c"),
        ("[press](http://x.y) here", "press here"),
        ("<b>bold</b><br/>next", "<b>bold</b><br>next"),
        ('<span style="color:red">red</span>', "red"),
        (r"\*not bold\*", "*not bold*"),
    ],
)
def test_markdown_of_forms(written, shown):
    """What forms use is shown; what it could load or follow is not."""
    assert to_html(written) == shown


@pytest.mark.parametrize(
    "written",
    [
        '<img src="http://evil/x.png">',
        "<script>alert(1)</script>",
        '<a href="javascript:x">y</a>',
        "<style>*{}</style>",
        "<b onclick=x>y</b>",
        "&lt;img src=x&gt;",
    ],
)
def test_no_tag_but_ours_survives(written):
    """Only plain tags without attributes come out."""
    made = to_html(written)
    for tag in ("<b>", "</b>", "<br>"):
        made = made.replace(tag, "")
    assert "<" not in made


def test_plain_words_have_no_marks():
    """Lists and screen readers get one line without marks."""
    assert to_plain("**Is** it\n<i>well</i>?") == "Is it well?"


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("English (en)", "en"),
        ("العربية (ar)", "ar"),
        ("Arabic", "ar"),
        ("français", "fr"),
        ("bn", "bn"),
        ("Bengali", "bn"),
        ("Español (es)", "es"),
        ("Kurdish Sorani", "ckb"),
    ],
)
def test_language_of_a_name(name, code):
    """Codes in brackets, names in English and in their own script are known."""
    assert language_of(name).code == code


def test_script_tells_a_language_without_a_name():
    """A form that names no language is read by its letters."""
    assert language_of("", "ما هو اسم القرية؟").code == "ar"
    assert language_of("", "What is the name?", otherwise="fr").code == "fr"


def test_button_shows_the_name_without_code():
    """The language button has the name only."""
    assert shown_name("English (en)") == "English"
    assert shown_name("ar") == "العربية"


def test_digits_of_any_script_are_read():
    """Arabic, Persian and Bengali digits, decimal signs."""
    assert digits.typed("٣۴৫") == "345"
    assert digits.typed_number("٣٫٥") == "3.5"
    assert digits.typed_number("3,5") == "3.5"
