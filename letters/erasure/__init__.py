"""Erasing: on request, by retention, after a restore; what is late."""
