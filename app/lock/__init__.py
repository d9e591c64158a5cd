"""The lock page.

actions.py  how wrong tries slow down (no Qt)
view.py     passphrase or recovery code; nothing of the data is shown
"""
