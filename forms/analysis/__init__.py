"""Numbers and tables from finished interviews.

tables.py   interviews -> flat tables: one for the interviews, one per repeat, labels or names
versions.py several versions of one form as one, for tables that leave no answer out
save_as.py  flat tables -> XLSX or CSV, with a page about the file and whose it is
"""
