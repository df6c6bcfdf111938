"""What goes on paper: letters, envelopes, manifest, ruled sheets. Values in, PDF bytes out; no queries."""
