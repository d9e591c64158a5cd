"""Workbooks read into a definition, with everything wrong in them said at once.

kind.py tells what a file is, limits.py refuses what is too big, sheets.py reads cells as text, headings.py understands
the first row, types.py the type column, languages.py and settings.py the form as a whole; rows.py outlines the survey
sheet, scribe.py writes expressions and texts, questions.py and survey.py make the elements, choices.py the lists,
entities.py what is saved as entities; kobo.py and loops.py write out rows that stand for several (made.py); checks.py
looks whether what is named exists, bare.py for words without marks, defaults.py for starting texts that do not fit;
workbook.py puts it together. open.py opens any form and gives an Opened
(opened.py), guard.py does so in a child process (child.py) with limits, because a file that a person brought may be
made to harm; beside.py finds the files a form needs.

edits.py says what may be changed in a workbook, and the folder patch does it in the file that was opened; the folder
writing makes the sheets of a form, and new workbooks of them; the folder translating gives their texts to translators.
"""
