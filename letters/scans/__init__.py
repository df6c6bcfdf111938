"""What lies in a scan: its pages as pictures, which are blank, which carry the code of an event's sheet.

Files come from anywhere, so they are opened in a confined child only (`reader.py`).
Open `pages.py` first.
"""
