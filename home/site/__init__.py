"""What stands around every page: frame, errors, login, middleware, readiness, reference texts."""
