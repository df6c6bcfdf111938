"""Posted, returned, answered; the manifest scanned, places to check."""
