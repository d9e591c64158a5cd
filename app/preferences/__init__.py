"""Settings.

actions.py            changes of profile, passphrase, safe copies (no Qt)
view.py               the searchable list
passphrase_dialog.py  a new passphrase; the recovery code
"""
