"""Finding words and phrases in inflected text: collation, endings, mentions, search. No models."""
