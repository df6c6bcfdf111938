"""A writer’s way: recipient, advice, text, check, sending."""
