"""Letters on paper: values in, PDF bytes out. No queries, no models, nothing written to disk.

Type is set by typst in a child process with limits (`press.py` talks to it, `typesetter.py` is it). Open
`sheets.py` first, then `run.py`.
"""
