"""Guides for staff inside the admin: `docs/<language>`, and which screen leads to which part of them."""
