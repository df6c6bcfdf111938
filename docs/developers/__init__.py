"""What the pages for developers tell from the code itself. `make docs` writes it; a test asks for it."""
