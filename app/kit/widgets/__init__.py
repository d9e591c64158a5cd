"""Widgets of the look, dumb: data in by setters, meaningful signals out.

labels.py      Label (type role, tone), IconLabel, IconLine, Hair
buttons.py     Button (kind, size, icon, busy), IconButton
cards.py       Card, Notice, NextStep, EmptyState
marks.py       Pill, Chip, Progress
fields.py      TextField, PassphraseField, Choice, CheckBox, Field (label above, error above the field)
answer_row.py  AnswerRow, painted, with its box and key digit
pages.py       Page, Header, ScrollPage, Foot, StatusLine, UndoBar
rail.py        the rail of rooms, wide or narrow
loop.py        the loop's stations as a line: upright in the rail, lying on the home page
focus_ring.py  FocusRing, one per window
"""
