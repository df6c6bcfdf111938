"""The glossary: terms in texts, its files, and the first vocabulary."""
