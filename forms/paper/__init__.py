"""A form as a questionnaire on paper: numbered blocks, skips and limits in words. Knows nothing of how a page looks.

layout.py    form -> blocks, the way in               blocks.py   what stands on the paper
numbers.py   what is printed, under which number      texts.py    texts in the language of the paper; plain.py no markup
telling.py   conditions in words                      told.py     merging and joining them; values.py values in them
jumps.py     where to go on after an answer           limits.py   what an answer must be
answers.py   room for each type of answer             choices.py  choices, filters, lists at the end
rosters.py   parts asked several times                introduction.py  how to use the paper
speech.py    the program's own words
"""
