"""Tokens by which a front end elsewhere may show a draft."""
