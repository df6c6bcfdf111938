"""Desks and seats, the log read, retention seen, accounts of the demo."""
