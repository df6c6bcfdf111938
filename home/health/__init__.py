"""Whether the site is well: questions, told by the doctor and by mail, and figures for those who watch."""
