"""Which pages of a scan are one letter. Pure."""

# The group of pages taken for blank: they separate letters, and stay in sight in case something is on them.
ASIDE = 0


def group_of(*, is_blank: bool, sheet: int | None, before: tuple[int, int | None] | None, newest: int) -> int:
    """Return the group of a page of a file.

    A file begins a letter, so does the page after a blank one, so does a page with the code of another sheet.
    `sheet` is the sheet whose code it carries, or None; `before` is (group, sheet) of the page before it in
    the file, None for the first; `newest` is the highest number of a group so far.
    """
    if is_blank:
        return ASIDE
    if before is None or before[0] == ASIDE:
        return newest + 1
    return newest + 1 if sheet is not None and sheet != before[1] else before[0]
