"""How a row of `admin_urls.py` is written: who may open an address, with which arguments, and what it writes.

Arguments name things of `tests.security.partner_world`; the ones used everywhere stand in `ARGUMENTS`.
"""

from dataclasses import dataclass, field

from tests.security.partner_world import MERGE

ARGUMENTS = {
    "page_id": "pages",
    "parent_page_id": "pages",
    "page_to_move_id": "pages",
    "destination_id": "own_section",
    "image_id": "image",
    "rendition_id": "=1",
    "document_id": "=1",
    "doc_id": "=1",
    "uploaded_file_id": "=1",
    "redirect_id": "=1",
    "collection_id": "collection",
    "translation_source_id": "source",
    "translation_id": "=1",
    "string_segment_id": "=1",
    "overridable_segment_id": "=1",
    "session_id": "session",
    "object_id": "live_record",
    "task_state_id": "page_task",
    "workflow_state_id": "page_workflow",
    "revision_id": "page_revision",
    "task_id": "=1",
    "page_pk": "other_section",
    "workflow_pk": "=1",
    "revision_id_a": "=earliest",
    "revision_id_b": "=latest",
    "action_name": ["=approve", "=reject"],
    "filter_spec": "=width-100",
    "mode": "=body",
    "pk": "=1",
    "app_label": "=prisoner_pages",
    "app_name": "=prisoner_pages",
    "model_name": "=prisoner",
    "content_type_app_name": "=prisoner_pages",
    "content_type_model_name": ["=campaignpage", "=prisonerpage", "=partnerpage"],
    "uuid": f"={MERGE}",
    "uidb64": "=x",
    "token": "=y",
}


@dataclass(frozen=True)
class Row:
    is_open: bool
    arguments: dict
    query: dict = field(default_factory=dict)
    writes: tuple = ()


ROWS = {}


def closed(namespace, names, query=None, **arguments):
    for name in names.split():
        ROWS[f"{namespace}:{name}" if namespace else name] = Row(
            False, {**ARGUMENTS, **arguments}, query or {}
        )


def opened(namespace, names, query=None, writes=(), **arguments):
    for name in names.split():
        ROWS[f"{namespace}:{name}" if namespace else name] = Row(
            True, {**ARGUMENTS, **arguments}, query or {}, writes
        )
