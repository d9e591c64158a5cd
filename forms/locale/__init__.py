"""What this package says to people: English sentences by code, and their translations (`fr`, `ar`).

words.py         the shape of an entry                sentences.py   all entries, and the words for places
refused.py       files that are not opened            workbooks.py   what a workbook says
expressions.py   expressions                          running.py     forms at work
answers.py       answers and instances                written.py     forms written in another way
dialects.py      what other programs would do         saved.py       workbooks changed, translations taken in
compared.py      two versions of a form
paper.py         printed questionnaires, with translations of their own (`paper.po`)
"""
