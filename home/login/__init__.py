"""How staff log in: a password or a passkey, then a second step, and the door that asks for both."""
