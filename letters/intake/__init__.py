"""Letters on paper and scans: keyed in, read, grouped, sheets of events."""
