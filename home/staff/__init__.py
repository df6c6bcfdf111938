"""Those who work here: roles and groups, sessions and devices, tries of a password, invitations, leaving."""
