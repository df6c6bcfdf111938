"""Reads what strangers send in a confined child: `runner` starts it, `probes` tries ways out."""
