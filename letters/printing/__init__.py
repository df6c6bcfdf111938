"""Packs of a day: built, printed, taken, printed again."""
