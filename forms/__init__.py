"""Forms, from the workbook to the finished answers; pure Python without screens, network or database.

errors.py       errors and findings: a code and facts      values.py      types of answers, sensitivity, numbers as text
messages.py     their sentences, translated                submission.py  finished answers; OpenRosa XML
locale/         the catalogue of sentences
attributes.py   a danger every reader of XML looks for
pause.py        keeps the collector from looking at what is being made
xpath/          expressions
definition/     what a form is
model/          a form made runnable
session/        one interview                              lint/          what a form should think of
xlsform/        forms from workbooks                       xform/         forms from XForms
analysis/       tables and numbers from answers            paper/         a form as a printed questionnaire

Each stands only on those above it; the last six do not know each other, but that opening a file (xlsform/open.py)
reads both kinds.
"""
