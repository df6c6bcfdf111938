"""Translation into Russian, second reading, approval, correction, signing."""
