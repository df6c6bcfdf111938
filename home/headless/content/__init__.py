"""Bodies of pages, rich text and pictures as schemas of the API."""
