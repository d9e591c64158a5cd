"""One widget per kind of question, dumb: `show_state(state)` in, `answered(text)` out.

state.py          QuestionState: what a question looks like now, derived from the session's node
form_language.py  which language a form's language name means; digits.py its digits, shown and typed
markup.py         Markdown and HTML of labels -> safe rich text; words.py the labels that show it
answer_widget.py  what all answer widgets have in common; typing is sent on by itself
fields.py         lines and boxes to type in; day_fields.py and calendar_popup.py the parts of a date
text_answer.py number_answer.py date_answer.py range_answer.py place_answer.py points_answer.py   what is typed
choices_answer.py rows to choose one, many or rank; choice_list.py long lists with a search field
upload_answer.py  photo, sound, film, file; note_answer.py what is only read
block.py          QuestionBlock: heading, hint, notice, error, answer widget
pool.py           makes and reuses widgets by kind
"""
