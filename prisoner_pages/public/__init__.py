"""What all public pages share: reader, words, addresses, fallbacks, hidden people."""
