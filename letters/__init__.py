"""A letter from the moment it arrives sealed until it is answered or erased.

May import `prisoner_pages` and `home`.
Open `letters/lifecycle.py` first, then `letters/writing/actions/submit.py`.
"""
