"""What the public host's database user may do: a table by model and column, and the SQL that grants it."""
