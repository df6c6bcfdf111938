"""Text as the desk handles it: markup, links, paragraphs, alignment, differences. No models."""
