"""Translation: how text in another language is written, checked and reaches a page or a word.

Shared by the letter desk and the page desk: glossary, names, checks, machines that draft, differences.
May import `home`; knows nothing of prisoners or letters, whose AppConfigs provide what it needs of them.
Begin with `core/read_models/quality_report.py`; text enters a page by `core/actions/text_entry.py`.
"""
