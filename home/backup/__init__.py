"""Backups: database and files of the site in one sealed file, and back. `sealed_file` and `archive` first."""
