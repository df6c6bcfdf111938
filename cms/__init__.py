"""Composition root: settings, URL sets, the public API's list of endpoints.

May import every app; no app imports it (they read `django.conf.settings`).
Open `cms/urls.py` first: it reads top-down as the list of everything we answer.
"""
