"""How a list enters the records: one row, one transaction. `actions.import_prisoners` runs them all.

`facts` is the table of what a row can say and how a record holds it; `people` finds whose row it is;
`records` makes or changes the record, `stories` its pages, `words` and `places` what both point at.
"""
