"""Drafts of stories and their approval."""
