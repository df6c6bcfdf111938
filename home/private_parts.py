"""Every use of what libraries keep private, where there is no public way. It stands nowhere else.

A new version may change any of it without a word. Each function says what would break, and
tests/home/test_private_parts.py notices; tests/architecture/test_private_parts.py keeps all others out.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from copy import copy
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from django.db import connections
from django.db.models import Model, QuerySet
from django.db.models.fields.files import FieldFile
from django.db.models.sql.compiler import SQLCompiler
from django.forms import BaseForm
from django.utils.functional import Promise
from django.utils.translation import trans_real
from modelcluster.models import ClusterableModel, get_all_child_m2m_relations, get_all_child_relations
from ninja.operation import Operation
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.views.generic.base import BaseListingView
from wagtail.admin.views.generic.chooser import BaseChooseView
from wagtail.admin.views.mixins import SpreadsheetExportMixin
from wagtail.models import Page, ReferenceIndex
from wagtail_localize.models import String, TranslationContext

if TYPE_CHECKING:  # cannot be imported before the apps are ready
    from wagtail.admin.views.account import BaseSettingsPanel


def keys_known_in(language: str) -> trans_real.TranslationCatalog:
    """Return {msgid: words} of the catalogue of a language, without those it falls back to.

    Django 5.2 keeps them in `_catalog`. Otherwise no page could say that some of its words are in another
    language.
    """
    return trans_real.translation(language)._catalog


def arguments_of(words: Promise) -> tuple[Any, ...]:
    """Return what `gettext_lazy` and `pgettext_lazy` were called with: words, or a context and words.

    Django 5.2 keeps them in `_args`. Otherwise lazy words could not be looked up in a catalogue.
    """
    return getattr(words, "_args", (words,))


def is_stored(file: FieldFile) -> bool:
    """Say whether the file lies in the storage already, and wasn't only assigned and waits to be saved.

    Django 5.2 keeps it in `_committed`. Otherwise a picture from outside would be measured as it came.
    """
    return file._committed


def delete_unread(rows: QuerySet[Any]) -> int:
    """Delete the rows in one statement, without a signal for each; return how many. Nothing refers to them.

    Django 5.2 does so in `_raw_delete`. `delete()` reads each row first where anything listens, as Wagtail
    does: millions of them would never be gone.
    """
    return rows._raw_delete(rows.db)


def answered_by(
    rows: "QuerySet[Any, Any]", compiler: SQLCompiler, sql: str, parameters: Sequence[Any]
) -> "QuerySet[Any, Any]":
    """Return a copy of the queryset that asks this SQL, which its compiler has written before.

    Django 5.2 asks `get_compiler` of the query, and `as_sql` of what that gives. Otherwise SQL would be
    written anew for each answer, which takes most of its time.
    """
    asked: Any = rows.all()
    writer: Any = copy(compiler)
    writer.connection = connections[asked.db]
    writer.as_sql = lambda *_how, **_more: (sql, tuple(parameters))
    asked.query.get_compiler = lambda *_how, **_more: writer
    return asked


class RowWithoutChildren(ClusterableModel):
    """A clusterable model that reads its rows as quickly as any other.

    A row of the database brings no children, but modelcluster 6.5 looks for them among the arguments of each,
    which takes as long as all the rest. If its `__init__` ever does more for rows, we would miss it.
    """

    class Meta:
        abstract = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        if kwargs:
            super().__init__(*args, **kwargs)
        else:
            Model.__init__(self, *args)


def root_path_of(page: Page, site_id: int, cache_object: Any) -> str:
    """Return the `url_path` of the home page that a page lies below in a site.

    Wagtail 8.0 tells it to itself, and remembers it for a request; `Site.get_site_root_paths` unpickles the
    roots anew for each page. Otherwise lists of people would be slower.
    """
    roots = page._get_relevant_site_root_paths(cache_object)
    return next(root.root_path for root in roots if root.site_id == site_id)


def paths_below(parent: Page) -> tuple[str, str]:
    """Return the first and the last path that a child of this page can have.

    Treebeard 5.3 tells it to itself. Otherwise the query for the last child could not be written once.
    """
    return Page._get_children_path_interval(parent.path)


def place_after(last: Page | None, parent: Page, page: Page) -> None:
    """Let the unsaved page lie below this one, behind its last child, None for the first.

    Treebeard 5.3 tells the path to its own `add_child` alone, and keeps the parent in `_cached_parent_obj`.
    Otherwise each page of an import would take Wagtail's way, and twice as many queries.
    """
    page.depth = parent.depth + 1
    page.path = last._inc_path() if last else Page._get_path(parent.path, page.depth, 1)
    page._cached_parent_obj = parent


@contextmanager
def without_stored_children(thing: ClusterableModel) -> Iterator[None]:
    """Save a new row without asking first which children of each kind the database holds of it.

    Modelcluster 6.5 compares with them, and Django 5.2 keeps what is known in `_prefetched_objects_cache`.
    Otherwise each record of an import would take six queries more.
    """
    children = [relation.get_accessor_name() for relation in get_all_child_relations(thing)]
    children += [field.name for field in get_all_child_m2m_relations(thing)]
    known: Any = thing
    known._prefetched_objects_cache = {name: [] for name in children}
    yield
    known._prefetched_objects_cache = {}


def references_in(thing: Model) -> Iterator[tuple[int, str, str, str]]:
    """Yield (content type, key, path in the model, path in the content) of what an unsaved object points at.

    Wagtail 8.0 tells it in `_extract_references_from_object`, and publicly only of what is saved. Otherwise
    an editor could point at another partner's files, and imports would note references one by one.
    """
    return ReferenceIndex._extract_references_from_object(thing)


def key_of_content_path(path: str) -> UUID:
    """Return what Wagtail 8.0 finds a reference by. Otherwise imports would note references one by one."""
    return ReferenceIndex._get_content_path_hash(path)


def base_type_of(thing: Model) -> ContentType:
    """Return the content type that Wagtail 8.0 notes references under: that of Page for every page.

    Otherwise imports would note references one by one.
    """
    return ReferenceIndex._get_base_content_type(thing)


def key_of_string(text: str) -> UUID:
    """Return what wagtail-localize 1.14 finds a string by, and writes when a string is saved by itself.

    Otherwise the strings of a page would take a query each.
    """
    return String._get_data_hash(text)


def new_context(instance: Model, path: str, object_id: UUID) -> TranslationContext:
    """Return the context of a path in an instance, to be stored together with others.

    wagtail-localize 1.14 saves each by itself, twice. Otherwise the strings of a page would take two queries
    each.
    """
    context = TranslationContext(
        object_id=object_id, path=path, path_id=TranslationContext._get_path_id(path)
    )
    context.field_path = TranslationContext.get_field_path(Unsaved(path), instance)
    return context


class Unsaved:
    """Stands in for a context while its field path is found, which is saved as soon as it is known."""

    field_path = ""

    def __init__(self, path: str) -> None:
        self.path = path

    def save(self, *, update_fields: list[str]) -> None:
        pass


def query_parameters(operation: Operation) -> frozenset[str]:
    """Return the names that an operation takes in the query.

    Ninja 1.7 keeps them in `__ninja_flatten_map__`. Otherwise a mistyped filter would answer with everything.
    """
    queries = [model for model in operation.models if model.__ninja_param_source__ == "query"]
    return frozenset(name for model in queries for name in model.__ninja_flatten_map__)


def say_every_text_of_exports(say: Callable[[str], str]) -> None:
    """Pass every text through `say` in each list that Wagtail exports.

    Wagtail 8.0 offers `custom_value_preprocess` to one view at a time, and half of them are its own.
    Otherwise a title could be a formula in somebody's spreadsheet.
    """
    formats = dict.fromkeys(SpreadsheetExportMixin.FORMATS, say)
    SpreadsheetExportMixin.custom_value_preprocess[str] = formats


def make_optional(form: type[BaseForm], *names: str) -> None:
    """Let fields of a library's form stay empty.

    Wagtail 8.0 declares its forms of the account's settings without a way to put others in their place.
    Otherwise whoever has no last name could save none of their settings.
    """
    for name in names:
        form.base_fields[name].required = False


def leave_out_of_account(panel: "type[BaseSettingsPanel]") -> None:
    """Do not offer a part of the account's settings, and take nothing that is sent for it.

    Wagtail 8.0 names its own parts in the view, and asks each whether it is there. Otherwise portraits of
    staff would be opened in our own process, and kept outside our rules for pictures.
    """
    left_out: Any = panel
    left_out.is_active = lambda _self: False


def ask_in_account(panel: "type[BaseSettingsPanel]", form: type[BaseForm]) -> None:
    """Let a part of the account's settings ask by a form of ours.

    Wagtail 8.0 names its own parts in the view. Otherwise mail would be offered about what is not here.
    """
    asking: Any = panel
    asking.form_class = form


def order_every_list(order: Callable[[QuerySet[Any]], QuerySet[Any]]) -> None:
    """Pass what a list or chooser of Wagtail has put in order through `order`.

    Wagtail 8.0 asks one view at a time, and most of them are its own. Otherwise Є and І would stand before А.
    What an index searches is left alone: it knows no expressions.
    """
    lists: Any = BaseListingView
    choosers: Any = BaseChooseView
    listed, offered = lists.order_queryset, choosers.apply_object_list_ordering

    def order_list(view: Any, rows: QuerySet[Any]) -> QuerySet[Any]:
        is_of_index = view.is_searching and view.search_backend_name
        return listed(view, rows) if is_of_index else order(listed(view, rows))

    lists.order_queryset = order_list
    choosers.apply_object_list_ordering = lambda view, rows: order(offered(view, rows))


def count_every_list(words: Callable[[int], str]) -> None:
    """Say by `words` how many a list of Wagtail holds.

    Wagtail 8.0 sets the number before a kind's one plural, and Ukrainian has two of them.
    """
    paginator: Any = WagtailPaginator
    paginator.items_count_label = property(lambda found: words(found.count))


def call_root_page(words: Promise) -> None:
    """Call the page above all others by these words wherever the admin says its title.

    Wagtail 8.0 asks each page in `get_admin_display_title`, and this one is of no model of ours: a migration
    of Wagtail's made it. Otherwise it would be called "Root" in every language.
    """
    pages: Any = Page
    said = pages.get_admin_display_title
    pages.get_admin_display_title = lambda page: str(words) if page.is_root() else said(page)


def label_fields(form: type[BaseForm], **labels: Promise) -> None:
    """Label fields of a library's form.

    Wagtail 8.0 leaves those of the windows for links to Django, which makes English of the names of fields.
    Otherwise an editor would be asked for a "Link text" in every language.
    """
    for name, words in labels.items():
        form.base_fields[name].label = words


def say_in_each_language(screens: type, **words: Promise) -> None:
    """Let the screens of a library say these words in the language of whoever looks.

    Wagtail 8.0 translates those of its choosers once, as it is loaded. Otherwise the English admin would say
    them in Ukrainian.
    """
    for name, said in words.items():
        setattr(screens, name, said)


def forget_what_was_said_once(widget: type, *names: str) -> None:
    """Let a widget keep to the words of its class, which are said anew to everybody.

    Wagtail 8.0 puts those of its choosers together for whoever opens a form first, and keeps the form. Others
    would read that language, with the name of the model as it never stands in a sentence.
    """
    chooser: Any = widget
    made = chooser.__init__

    def make(self: Any, *args: Any, **kwargs: Any) -> None:
        made(self, *args, **kwargs)
        for name in names:
            vars(self).pop(name, None)

    chooser.__init__ = make
