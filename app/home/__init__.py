"""The home page.

actions.py         what exists, what waits, the next step (no Qt)
view.py            next step, loop, what waits, interviews so far
new_assessment.py  name and owner of a new assessment
"""
