"""How an operation of the API answers: conditions, limits, problems, paging, front ends, deprecation."""
