"""The chained log of letters: entries, the look over the chain, daily digests."""
