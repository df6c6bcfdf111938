"""The index of what the public site says: one row a thing and language, and what is found in it."""
