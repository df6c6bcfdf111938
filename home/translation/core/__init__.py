"""How a text is extracted from a page, translated, guarded and put back: units, plan, publish, sync."""
