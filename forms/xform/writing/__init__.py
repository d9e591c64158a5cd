"""Parts of the XForm writer (`forms.xform.write`), each for one part of the document.

shared.py what all parts share: the form's plan, its languages and names; markup.py elements as text; references.py
`${name}` as a path; instance.py the main instance; secondary.py lists and files; texts.py a text with its values;
itext.py translations; binds.py rules; actions.py what events do; itemset.py choices of a select; controls.py the body.

Why text and not a tree of elements: a form of 1,300 rows is 10,000 elements, and a document is written once. The
layout, blanks included, is that of pyxform, which servers and phones know; `tests/forms/equality.py` lists the
differences.
"""
