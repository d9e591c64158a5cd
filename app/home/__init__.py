"""The home page.

actions.py         what exists, what waits, the next step (no Qt)
view.py            next step, loop, what waits, interviews so far
crash.py           was the program closed properly (no Qt)
new_assessment.py  name and owner of a new assessment
"""
