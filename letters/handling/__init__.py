"""What all steps of the desk share: acts, opening, texts, notes, claims, undo, the queue, a letter’s page."""
