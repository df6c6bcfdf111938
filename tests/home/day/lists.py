"""How long the list behind a number of My day is: as it counts itself, and as it is shown."""

import re

from home.day.read_models import address_of

# What a list calls its rows.
PAGES, ROWS = ("page_obj", "page"), ("open", "rows", "invitations")
SHOWN = {"to-approve": r'class="title-wrapper"'}


def lengths(client, entry):
    """Return the lengths that the list tells: of its pages, and of what stands on the page."""
    answer = client.get(address_of(entry))
    assert answer.status_code == 200, (entry.name, answer.status_code)
    if entry.name in SHOWN:
        return [len(re.findall(SHOWN[entry.name], answer.text))]
    for name in PAGES:
        page = answer.context.get(name)
        if hasattr(page, "paginator"):
            shown = min(page.paginator.count, page.paginator.per_page)
            return [page.paginator.count, page.paginator.count - shown + len(list(page))]
    name = next(name for name in ROWS if name in answer.context)
    return [len(answer.context[name])]
