"""Records of facts, stories about people, the partners who keep them, campaigns and events.

May import `home`, `home.translation` and `home.headless`.
Open `prisoner_pages/models/prisoner.py` first, then `prisoner_pages/can_be_written_to.py`.
"""
