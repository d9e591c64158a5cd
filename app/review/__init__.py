"""The room Interview at the desk (the interview itself is app.interview).

actions.py       drafts, finished interviews, one in reading order, saving as a file (no Qt)
view.py          tabs Drafts and Finished, filters, start
filter_bar.py    what narrows the table
table_model.py   pages of finished interviews for the table
cells.py         paints the table's cells
reading_page.py  one interview in reading order; save_dialog.py, reason_dialog.py what is asked
"""
