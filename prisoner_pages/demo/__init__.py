"""The demo: the real initiative with its published facts, and invented people who stand for real ones.

All text and facts lie in `content/` as TOML; the modules only carry them into the models.
May import what actions may, and actions. Open `loading.py` first.
"""
