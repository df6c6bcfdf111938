"""What the public site says of people, campaigns, events and partners, as values a template only prints.

Reads, never writes. Built on querysets, policies and fact sheets; used by views, tags, API and feeds.
Start with `cards.py` (a person in a list) and `profile.py` (a person's page).
"""
