"""Page translation: how text in another language reaches a page or a word.

May import `home`; knows nothing of prisoners or letters.
Open `home/translation/actions.py` first.
"""
