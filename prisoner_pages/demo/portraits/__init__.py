"""Drawn portraits of invented people: paper, ink and a few warm colours. No face is anybody's.

`portrait.py` puts a picture together; `grounds`, `faces`, `hair` and `clothes` draw its parts with `pen`.
"""
