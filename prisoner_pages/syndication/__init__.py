"""Feeds, calendars, sitemap, redirects, and what webhooks are told."""
