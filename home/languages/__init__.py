"""Languages: their names, dates, alphabets and addresses, and dates as people write them. No models."""
