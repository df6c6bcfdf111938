"""Places of detention by region: who is held there, how the post stands, what the address lacks."""
