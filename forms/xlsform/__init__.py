"""Workbooks read into a definition, with everything wrong in them said at once.

kind.py tells what a file is, limits.py and old_excel.py refuse what is too big or damaged, sheets.py reads cells as
text and text_sheets.py CSV, tabs.py finds the sheets, headings.py understands the first row and loose.py what is nearly
right in it, types.py the type column, languages.py and settings.py the form as a whole; rows.py outlines the survey,
scribe.py writes expressions and texts, questions.py and survey.py make the elements, choices.py the lists,
entities.py what is saved as entities; kobo.py and loops.py write out rows that stand for several (made.py); checks.py
looks whether what is named exists, particulars.py at the rest of a row, translations.py at languages, bare.py for
words without marks, defaults.py for starting texts that do not fit; workbook.py puts it together. open.py opens any
form and gives an Opened (opened.py), guard.py does so in a child process (child.py) with limits, because a file that
a person brought may be made to harm; beside.py finds the files a form needs.

edits.py says what may be changed in a workbook, and the folder patch does it in the file that was opened; the folder
writing makes the sheets of a form, and new workbooks of them; the folder translating gives their texts to translators.
"""
