"""Who translates what: roles, assignments, rules of languages, notices by mail."""
