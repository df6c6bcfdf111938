"""Those who work here: the table of their roles, and the groups that give them."""
