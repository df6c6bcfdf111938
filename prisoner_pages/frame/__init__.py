"""What coordinators keep of the whole site: menu, footer, contact, and old addresses that are sent on."""
