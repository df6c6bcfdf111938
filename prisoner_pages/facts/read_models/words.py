"""Values in words: terms and charges as a source states them. What is not ours raises ValueError."""

from collections.abc import Iterable, Sequence

from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _

from home.templatetags.interface import t, tn
from prisoner_pages.facts.cells import charges


def term_in_words(text: str) -> str:
    """Write a term stated as "years/months" ("12/6") in words."""
    years, months = map(int, text.split("/"))
    parts = [tn("%(count)s year", "%(count)s years", years)] if years else []
    parts += [tn("%(count)s month", "%(count)s months", months)] if months else []
    return format_html_join(" ", "{}", ((part,) for part in parts))


def months_in_words(text: str) -> str:
    years, months = divmod(int(text), 12)
    return term_in_words(f"{years}/{months}")


def article_in_words(code: str, part: str) -> str:
    """Return "article 205.5, part 2", or "" for no article."""
    if not code:
        return ""
    if not part:
        return t(_("article %(code)s"), code=code)
    return t(_("article %(code)s, part %(part)s"), code=code, part=part)


def charges_in_words(charges: Iterable) -> str:
    """Write charges in words; each is [(code, part)], or two: the article through which, and the main one."""
    return format_html_join("; ", "{}", ((_charge_in_words(articles),) for articles in charges))


def _charge_in_words(articles: Sequence[tuple[str, str]]) -> str:
    *joined, main = (article_in_words(code, part) for code, part in articles)
    return format_html("{} {} {}", main, t("through"), joined[0]) if joined else main


def charges_as_stated(text: str) -> str:
    """Write charges as an import states them ("30 ч.1 + 278; 205.5 ч.2") in words."""
    return charges_in_words(
        [(article.code, article.part) for article in articles] for articles in charges(text)
    )
