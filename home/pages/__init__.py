"""Publishing pages at once or at an hour, and indexing them later."""
