"""Staff: the record of a person with its forms, tabs, acts, claims and gaps."""
