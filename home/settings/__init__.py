"""What a project may set, and what holds where it sets nothing. Read before Django is ready: no models."""
