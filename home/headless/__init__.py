"""What front ends elsewhere rely on: how the API answers, refuses and counts; previews and webhooks.

Knows neither people, partners nor letters: `prisoner_pages.api` and `letters.api` say what is answered,
`cms.api` puts them together, and whoever knows what is public registers it (`webhooks/subjects.py`).
May import `home`. Open `answers/api/router.py` first; `webhooks/changes.py` says what event tells of what.
"""
