"""Send and receive.

actions.py          what waits, the server, earlier exchanges, invitations (no Qt)
work.py             the exchange itself, joining by code (no Qt); also used by the commands
view.py             the page
invite_dialog.py    an invitation as code, picture and file; join_dialog.py the other side
founding_dialog.py  the code some servers ask for
"""
