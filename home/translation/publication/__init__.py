"""Opening texts for translation, schedule, previews, sharing, and what a changed original means."""
