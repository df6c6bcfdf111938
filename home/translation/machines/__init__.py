"""Machines that draft a translation; a person reads every draft before it goes anywhere.

`base.py` is the interface; each machine has a file; `read_models.py` returns the one that coordinators turned
on, by default none, so that no text leaves the site.
"""
