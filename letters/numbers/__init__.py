"""Statistics of the desk and exports, with small numbers hidden."""
