"""What front ends elsewhere rely on: cache generations now; preview tokens and webhooks.

May import `home`. Open `home/headless/generations.py` first.
"""
