"""What the API says of people, campaigns and partners. Schemas are allow-lists; nothing else leaves here."""
