"""The interview screen.

actions.py         InterviewActions: begin or reopen a draft, answer, add, remove, reasons, finish (no Qt)
keeping.py         what is on the disk and what is not yet; draft_state.py what a snapshot holds besides the session
sections.py        sections and questions with their states, for the jump list and the last page (no Qt)
roster.py          the people of a repeat as rows with their states (no Qt)
view.py            InterviewView: head, page, foot, keys
head.py foot.py    the frame; question_page.py roster_page.py finish_page.py the pages
jump_dialog.py questions_model.py   the jump list; reason_dialog.py why an answer is left out
uploads.py         files of answers, kept and previewed off the interface thread; pictures.py pictures of the form
"""
