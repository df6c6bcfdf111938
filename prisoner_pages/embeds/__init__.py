"""Cards and counters for other people’s sites, and their builder."""
