"""The first run, under two minutes, each page can be skipped.

actions.py        what was answered, and the workspace made from it (no Qt)
view.py           the wizard; frame.py head and foot of its pages
language_page.py  page 1: 34 languages in their own script; pages.py the others
"""
