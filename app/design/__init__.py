"""The room Ask: forms of an assessment.

actions.py       open a file, gather external files, mark personal questions, put into use (no Qt)
view.py          forms in use, bringing one in; import_page.py the findings of a file; finding_rows.py the list To fix
"""
