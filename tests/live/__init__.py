"""A real server over the test database, killed where it hurts most."""
