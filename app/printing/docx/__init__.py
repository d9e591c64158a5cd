"""The questionnaire as DOCX.

write.py    the way in: page, head, foot, lists    blocks.py  questions, headings, tables
answers.py  room for answers, in plain signs       styles.py  the styles people edit
xml.py      paragraphs and tables as XML
"""
