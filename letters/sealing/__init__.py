"""Sealed boxes, keys and columns: letters are encrypted as they arrive. `sealed_box` first."""
