"""What is looked at before a translation is accepted: one class a check, pure functions of two texts.

`catalogue.py` lists them; `core/read_models/quality_report.py` gathers what they need and runs them.
"""
