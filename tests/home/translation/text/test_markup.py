"""What a string may hold, and that nothing else is ever kept."""

import pytest

from home.translation.text.markup import LONGEST_STRING, BadText, accepted, stored, written


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Words", "Words"),
        ("  Words\n", "Words"),
        ("5 < 7 & 8 > 3", "5 &lt; 7 &amp; 8 &gt; 3"),
        ("AT&amp;T &lt;b&gt;", "AT&amp;T &lt;b&gt;"),
        ("<b>one</b> <I>two</I><br>three", "<b>one</b> <i>two</i><br/>three"),
        ("<a id=\"a1\">there</a> <a id='a2'><b>here</b></a>", None),
        ("Qırım: ğ", "Qırım: ğ"),
        ("soft\u00adly", "softly"),
        ("“quoted” 'so'", "“quoted” 'so'"),
    ],
)
def test_inline_marks_are_kept_and_written_one_way(text, kept):
    assert accepted(text) == (kept or text.replace("'a2'", '"a2"'))
    assert accepted(accepted(text)) == accepted(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n",
        "<script>alert(1)</script>",
        "<p>block</p>",
        "<img src=x onerror=alert(1)>",
        '<b onclick="x">b</b>',
        "<b class=x>b</b>",
        '<a href="https://x.example/">x</a>',
        '<a id="a1" href="javascript:x">x</a>',
        "<a>x</a>",
        '<a id="a1">x',
        "<b>x",
        "x</b>",
        "<b><i>x</b></i>",
        "<b>x <b>y</b></b>",
        '<a id="a1"><a id="a2">x</a></a>',
        "x <b",
        '<a id="a1"',
        "<!-- x -->",
        "<!DOCTYPE x>",
        "<?x?>",
        "NUL \x00",
        "turned &#x202e;round",
        "<b></b><br>",
        "&#8203;",
        "turned \u202eround",
        "x" * (LONGEST_STRING + 1),
    ],
)
def test_anything_else_is_refused_with_a_sentence(text):
    with pytest.raises(BadText) as refused:
        accepted(text)

    assert len(str(refused.value)) > 15


@pytest.mark.parametrize("text", ["a < b & c", "1 <b>no bold</b>", "two\nlines", "&lt; &amp;amp;"])
def test_plain_text_is_written_without_marks_and_comes_back_the_same(text):
    assert written(accepted(stored(text, rich=False)), rich=False) == text


@pytest.mark.parametrize("data", ["a &amp; b<br/>c", '<a id="a1">x &lt; y</a>', "&amp;amp; &amp;lt; &amp; ;"])
def test_rich_text_comes_back_as_it_was_stored(data):
    assert accepted(stored(written(data, rich=True), rich=True)) == data


def test_a_rich_text_shows_breaks_as_lines_and_a_lone_ampersand():
    assert written("a &amp; b<br/>c", rich=True) == "a & b\nc"
