"""What is checked before a translation is accepted: one class per check, pure functions of two texts.

`catalogue.py` lists them; `core/read_models/quality_report.py` collects what they need and runs them.
"""
