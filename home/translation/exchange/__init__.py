"""Translations out to a file and back."""
