"""Pages’ bodies, rich text and pictures as shapes of the API."""
