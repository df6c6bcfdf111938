"""Publishing pages at once, and indexing them later."""
