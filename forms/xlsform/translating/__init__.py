"""Translations of a form go to translators as .po files, one for each language, and come back.

po_file.py reads and writes the format, texts.py gives every text of a form its key, exchange.py fills a file with a
form's texts and takes one in.
"""
