"""The tool box of every screen: words, colours, icons, widgets, messages, work off the interface thread.

languages.py  the languages people can read the program in
language.py   text, plural, numbers and dates in the language of the window
theme.py      tokens, type roles, palette; sheet.py the style sheet made from them
fonts.py      brings the bundled fonts in; line_metrics.py gives Arabic the line of the look
waiting.py    what waits to be sent, as one sentence
explain.py    failures of the other floors in words; desk.py what every screen is given
icons.py      tinted and mirrored line drawings
collector.py  garbage is collected on the interface thread only
tasks.py      run: work on a thread, result and failure back to the window
notices.py    message bar, failures in words, questions with verbs
widgets/      the widgets of the look
"""
