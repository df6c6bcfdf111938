"""Guides as HTML: what stands in them is shown, and nothing typed there becomes markup by itself."""

import re

import pytest

from home.guides.markdown import render
from home.guides.read_models import path_of
from tests.architecture.test_guides import GUIDE_PAGES


def nowhere(target):
    return ""


def html_of(text, address=nowhere):
    """Return the HTML without the ends of lines that say nothing."""
    return re.sub(r">\n+(?=<)", ">", render(text, address).html.strip())


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("# My *day*", '<h1 id="my-day">My <em>day</em></h1>'),
        ("two\nlines", "<p>two\nlines</p>"),
        ("- one\n- two", "<ul><li>one</li><li>two</li></ul>"),
        ("1. one\n2. two", "<ol><li>one</li><li>two</li></ol>"),
        (
            "**Bold → words** and `code <b>`",
            "<p><strong>Bold → words</strong> and <code>code &lt;b&gt;</code></p>",
        ),
        ("Below:\n- one", "<p>Below:</p><ul><li>one</li></ul>"),
        ("```\n<pre> & b\n```", '<pre tabindex="0"><code>&lt;pre&gt; &amp; b\n</code></pre>'),
        ("<script>alert(1)</script> & more", "<p>&lt;script&gt;alert(1)&lt;/script&gt; &amp; more</p>"),
        (
            '<img src="x" onerror="alert(1)">',
            "<p>&lt;img src=&quot;x&quot; onerror=&quot;alert(1)&quot;&gt;</p>",
        ),
        ("[a](javascript:alert(1))", "<p>[a](javascript:alert(1))</p>"),
        (
            "| a | b |\n|---|---|\n| 1 | **2** |",
            '<table><thead><tr><th scope="col">a</th><th scope="col">b</th></tr></thead>'
            "<tbody><tr><td>1</td><td><strong>2</strong></td></tr></tbody></table>",
        ),
    ],
)
def test_what_guides_are_written_with_becomes_html_and_the_rest_is_escaped(text, html):
    assert html_of(text) == html


def test_links_and_pictures_lead_where_the_admin_has_them():
    def address(target):
        return f"/there/{target}"

    link, picture = html_of("[**a** b](c.md#d)", address), html_of("![a](../img/b.png)", address)

    assert link == '<p><a href="/there/c.md#d"><strong>a</strong> b</a></p>'
    assert picture == '<p><img src="/there/../img/b.png" alt="a" /></p>'


def test_a_link_that_leads_nowhere_in_the_admin_stays_words():
    assert html_of("[how *it* is made](../import.md)") == "<p>how <em>it</em> is made</p>"


def test_headings_have_the_anchors_of_forges():
    (heading,) = render("## My day: what’s due?", nowhere).headings

    assert heading.anchor == "my-day-whats-due"


@pytest.mark.parametrize("path", GUIDE_PAGES, ids=str)
def test_no_mark_is_left_over_in_any_guide(path):
    html = render(path.read_text(), nowhere).html

    assert "**" not in html and "](" not in html and "&lt;img" not in html
    assert not any(line.startswith(("|", "<p>- ", "<p>#", "<p>|")) for line in html.splitlines())


def test_guides_lie_in_folders_of_their_languages():
    assert path_of("letter", "uk") in GUIDE_PAGES
