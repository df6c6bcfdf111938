"""Telling subscribers of changes: from the log to events, deliveries, signatures and their retention."""
