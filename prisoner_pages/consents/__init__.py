"""Bases for showing things of a person, and the private record."""
