"""What visitors ask for on a host without keys: written down as a row, carried out by the worker."""
