"""The admin screens of records, and of places, words, figures and partners, each guarded by its policy."""
