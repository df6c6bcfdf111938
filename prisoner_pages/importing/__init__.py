"""Reads a partner's list: file -> rows -> facts.

`reading` turns a CSV or XLSX file into rows of text, `read_models.person_rows` a row into what it says of one
person, as `prisoner_pages.facts` declares it, `prose` says why a short text must wait for an editor.
`actions.import_prisoners` does the rest.
"""
