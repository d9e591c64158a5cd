"""The questionnaire as PDF.

write.py   the way in: pages, head, foot           pages.py   slabs onto pages
blocks.py  questions, headings, notes              tables.py  grids, parts asked several times
lists.py   lists at the end
boxes.py   room for answers                        first_page.py  title, who and when, consent, how to
atoms.py   lines of text, the pen that mirrors     units.py   lengths, type, colours
"""
