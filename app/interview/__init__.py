"""The interview screen: one interview being filled, page by page.

actions.py         InterviewActions: begin or reopen a draft, answer, add, remove, reasons, finish (no Qt)
opening.py         how a draft becomes an interview again (no Qt)
keeping.py         what is on the disk and what is not yet; draft_state.py what a snapshot holds besides the session
sections.py        sections and questions with their states, for the jump list and the last page (no Qt)
roster.py          the people of a repeat as rows with their states (no Qt)
words.py           what the screen says about the session; states.py states as icon and word
view.py            InterviewView: which page is shown, what an answer changes; frame.py places head.py, page and foot.py
                   and takes the keys
checks.py          whether a page may be left; troubles.py what in the form fails while it is filled
question_page.py roster_page.py finish_page.py     the three kinds of page
people.py ending.py tools.py uploads.py            what a person does: with a list of people, to go away or finish,
                   with jump list, language and help, with files
jump_dialog.py questions_model.py                  the jump list; reason_dialog.py why an answer is left out
pictures.py        pictures of the form

The session lives on the interface thread and holds the state; a change list says which widgets to show anew. Every
action is one event in the writer's queue; the foot says "Saved" only when nothing is on its way any more.
"""
