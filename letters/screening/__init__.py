"""The first reading: decisions, watched words, lists of reasons, letters closed and brought back."""
