"""Reads a partner's list: file -> rows -> facts. Pure: no database, nothing is written.

`reading` turns a CSV or XLSX file into rows of text, `cells` one cell into a value, `places` a place into
hints, `prose` says why a short text must wait for an editor, `rows` puts a person together.
`actions.import_prisoners` does the rest. Open `rows` first.
"""
