"""What is stored as rich text comes out as a tree and as HTML of that tree, and as nothing else."""

import doctest

import pytest
from pydantic import TypeAdapter

from home.headless.content import rich_text
from home.headless.content.rich_text import Links, Node, html_of, pages_linked_in, tree_of

LINKS = Links("https://site.test", {7: "/uk/privacy/"})
WRITTEN = {
    "<p data-block-key='x'>To <b>Crimea</b>,<br/> <i>by <b>post</b></i></p>": (
        "<p>To <b>Crimea</b>,<br> <i>by <b>post</b></i></p>"
    ),
    "<ul><li>one</li><li>two<ol><li>three</li></ol></li></ul>": (
        "<ul><li>one</li><li>two<ol><li>three</li></ol></li></ul>"
    ),
    '<p><a linktype="page" id="7">rules</a></p>': '<p><a href="https://site.test/uk/privacy/">rules</a></p>',
    '<p><a id="8" linktype="page">gone</a></p>': "<p>gone</p>",
    '<p><a href="/uk/about/?a=1&amp;b=2">us</a></p>': (
        '<p><a href="https://site.test/uk/about/?a=1&amp;b=2">us</a></p>'
    ),
    '<p><a href="mailto:a@example.org" onclick="x()">mail</a></p>': (
        '<p><a href="mailto:a@example.org">mail</a></p>'
    ),
    "loose <b>words</b><p>and a line</p>tail": "<p>loose <b>words</b></p><p>and a line</p><p>tail</p>",
    "<h2>Title</h2><blockquote><p>said</p></blockquote>": "<h2>Title</h2><p>said</p>",
    "<p>never &lt;closed <b>at all": "<p>never &lt;closed <b>at all</b></p>",
    "": "",
}
HOSTILE = [
    "<script>steal()</script>",
    "<p>a<script>steal()</script>b</p>",
    "<p>a<svg><script>steal()</script></svg></p>",
    '<p><a href="javascript:steal()">x</a></p>',
    '<p><a href="java\tscript:steal()">x</a></p>',
    '<p><a href="//evil.test/steal">x</a></p>',
    '<p><a href="/\\evil.test/steal">x</a></p>',
    '<p><a href="data:text/html,steal">x</a></p>',
    '<p><img src=x onerror="steal()"></p>',
    '<p style="background:url(steal)" onmouseover="steal()">x</p>',
    "<iframe src='https://evil.test/steal'></iframe>",
    '<embed embedtype="media" url="https://evil.test/steal"/>',
    '<p><a linktype="document" id="7" href="/steal">x</a></p>',
    "<p><a href='https://a.test/\"onclick=\"steal()'>x</a></p>",
]


@pytest.mark.parametrize(("stored", "shown"), WRITTEN.items())
def test_html_says_what_was_written_and_the_tree_keeps_its_schema(stored, shown):
    tree = tree_of(stored, LINKS)

    assert html_of(tree) == shown
    assert TypeAdapter(list[Node]).validate_python(tree, extra="forbid") or tree == []


@pytest.mark.parametrize("stored", HOSTILE)
def test_nothing_that_acts_comes_through(stored):
    tree = tree_of(stored, LINKS)
    quoted = html_of(tree).replace("&quot;onclick=&quot;steal()", "")  # inside the address, as text of it

    assert "steal" not in quoted
    assert "evil" not in str(tree)


@pytest.mark.parametrize("depth", [50, 5_000])
def test_deep_nesting_is_no_fault(depth):
    assert "x</b>" in html_of(tree_of("<b>" * depth + "x", LINKS))


def test_a_link_says_its_own_path_only_where_it_is_ours():
    ours, theirs = tree_of('<p><a linktype="page" id="7">a</a><a href="https://b.test">b</a></p>', LINKS)[0][
        "children"
    ]

    assert (ours["path"], theirs["path"]) == ("/uk/privacy/", None)


def test_pages_linked_are_found_whatever_the_order_of_attributes():
    source = (
        '<a linktype="page" id="3">x</a><a id="4" linktype="page">y</a><a href="/5">z</a><a linktype="page">'
    )

    assert pages_linked_in(source) == {3, 4}


def test_examples_hold():
    assert doctest.testmod(rich_text).failed == 0
