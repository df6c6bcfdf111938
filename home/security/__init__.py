"""Keys, encryption of private text at rest, tokens of forms. Read before Django is ready: no models."""
