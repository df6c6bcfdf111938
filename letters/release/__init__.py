"""Copies kept for somebody who is free: sealed with a key outside, exported and opened elsewhere."""
