"""Words of the interface that a translator proposes."""
