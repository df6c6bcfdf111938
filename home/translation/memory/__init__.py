"""What was translated before and is public, offered again."""
