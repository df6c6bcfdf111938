"""What other front ends rely on: how the API answers, refuses and counts; previews and webhooks.

Knows neither people, partners nor letters: `prisoner_pages.api` and `letters.api` make the answers,
`cms.api` puts them together, and apps that know what is public provide it (`webhooks/subjects.py`).
May import `home`. Begin with `answers/api/router.py`; `webhooks/changes.py` defines the events.
"""
