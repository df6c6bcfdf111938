"""The editor of texts with bold words and links."""

from typing import Any

from wagtail.admin.rich_text.editors.draftail import DraftailRichTextArea


class TextArea(DraftailRichTextArea):
    """Keeps each letter at once: Wagtail's own waits for a pause in typing, and Ctrl+S may come sooner."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.options["stateSaveInterval"] = 0  # milliseconds
