"""From a bare Debian machine to a host of this site. It runs before all else: with Python's own library."""
