"""Files in which a translation travels: PO, XLIFF 1.2, a table for a word processor or browser.

Pure: values in, bytes out; bytes in, entries out. Nothing is written to disk, and no text in a file is used
as a file name. See `content.py` for the values, `reading.py` for what comes back.
"""
