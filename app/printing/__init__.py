"""Questionnaires on paper: blocks of `forms.paper` as PDF (by Qt) and as DOCX (without it).

runs.py   texts with markup as runs                paper.py   sizes of paper
pdf/      slabs on pages, painted by QPainter      docx/      paragraphs and tables with real styles

Why our own layout and not QTextDocument: it cuts table rows at the end of a page and keeps nothing together.
"""
