"""How a text is taken from a page, translated, guarded and brought back to it: units, plan, publish, sync."""
