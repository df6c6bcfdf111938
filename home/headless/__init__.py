"""What front ends elsewhere rely on: how the API answers, refuses and counts; previews and webhooks.

Knows neither people nor letters: `prisoner_pages.api` and `letters.api` say what is answered, `cms.api` puts
them together. May import `home`. Open `home/headless/api.py` first.
"""
