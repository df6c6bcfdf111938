"""A first site on an empty database, and languages opened to the public and closed again."""
