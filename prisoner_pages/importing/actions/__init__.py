"""How a list enters the records: one row, one transaction. `actions.import_prisoners` runs them all.

`whose_row` finds whose row it is; `records` and `changes` make or change the record, `stories` its pages,
`words` and `places` what both point at.
"""
