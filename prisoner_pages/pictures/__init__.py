"""Whose picture may be shown, and what becomes of one whose basis ended."""
