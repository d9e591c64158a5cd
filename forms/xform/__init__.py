"""XForms: read into the same definition as workbooks, and written from it.

safe.py reads XML from anyone without doing what it asks; itext.py the texts; instances.py the main and the secondary
instances; controls.py the body; choices.py the lists of selects; read.py puts them together.
write.py writes a form as XForm, its parts are in writing/.
"""
