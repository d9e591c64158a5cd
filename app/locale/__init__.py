"""Catalogues of the window's sentences: LANGUAGE/LC_MESSAGES/app.po for translators, app.mo for the program.

English is in the code. What the project translated itself is not yet checked by a speaker; each file says so on top.
"""
