"""Partners' lists through the admin: upload, columns, what would change, choice, drafts, report.

`read_models.columns` names what a heading may stand for; `jobs` looks a list through and takes it, by the
actions of `prisoner_pages.importing`, so that a command and this screen do the same.
"""
