"""Pages of campaigns, events and partners, with their counters and appeals."""
