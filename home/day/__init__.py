"""My day: what waits for a member of staff, as numbers that lead to lists of the same length."""
