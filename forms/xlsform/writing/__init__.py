"""Definitions written as the sheets of a workbook.

lines.py is what a sheet consists of; elements.py writes questions and groups, sheets.py the survey, the lists and the
settings, names.py puts `${name}` in place of paths; book.py makes a new workbook of the sheets, text_files.py CSV.
"""
