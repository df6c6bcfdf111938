"""Pages and lists of people: profile, cards, filters, statistics, draw, mentions."""
