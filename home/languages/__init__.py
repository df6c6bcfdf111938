"""Languages: a table each; their dates, alphabets and addresses; dates as people write them. No models."""
