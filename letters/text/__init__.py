"""A letter’s text: cleaning, parts, language, likeness, word lists, names in Russian letters. No models."""
