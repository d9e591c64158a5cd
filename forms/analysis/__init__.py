"""Numbers and tables from finished interviews.

tables.py   interviews -> flat tables: one for the interviews, one per repeat, labels or names
save_as.py  flat tables -> XLSX or CSV, with a page about the file and whose it is
"""
