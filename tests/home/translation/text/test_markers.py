"""Marks that live through templates become elements around the text, and nothing else."""

from home.translation.text.markers import Standing, marked, with_elements

WORDS = {Standing.SOURCE: "not translated"}


def shown(html):
    return str(with_elements(html, language_of_source="uk", words=WORDS))


def test_a_text_stands_in_an_element_with_its_number():
    assert shown(f"<p>{marked('Words', 7, Standing.DRAFT)} more</p>") == (
        '<p><span class="desk-text desk-text--draft" data-unit="7">Words</span> more</p>'
    )


def test_a_text_of_the_source_says_its_language():
    html = shown(f"<p>{marked('Слова', 7, Standing.SOURCE)}</p>")

    assert 'lang="uk"' in html
    assert 'title="not translated"' in html


def test_a_text_with_markup_inside_is_marked_in_each_of_its_parts():
    soup = with_elements(
        f"<p>{marked('one <b>two</b> three', 7, Standing.DRAFT)}</p>", language_of_source="uk", words={}
    )

    assert [each.get_text() for each in soup.select("[data-unit='7']")] == ["one ", "two", " three"]


def test_titles_attributes_and_scripts_keep_no_mark():
    text = marked("Words", 7, Standing.DRAFT)
    html = shown(f'<title>{text}</title><img alt="{text}"><script>"{text}"</script><p>a &amp; b</p>')

    assert html == '<title>Words</title><img alt="Words"/><script>"Words"</script><p>a &amp; b</p>'


def test_a_mark_cut_in_half_leaves_nothing_behind():
    assert "\ue000" not in shown(f'<p title="{marked("Words", 7, Standing.DRAFT)[:3]}">x</p>')
