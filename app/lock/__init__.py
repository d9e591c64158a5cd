"""The lock page.

actions.py  how wrong tries slow down (no Qt)
restore.py  the last good copy back (no Qt)
trouble.py  a workspace that cannot be opened: the ways out
view.py     passphrase or recovery code; nothing of the data is shown
"""
