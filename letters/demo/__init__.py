"""Invented letters to the invented people, each brought to where it stands by the acts of real ones."""
