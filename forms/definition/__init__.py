"""What a form is: frozen classes, and edits that return a new form.

text.py texts and expressions, elements.py questions and groups, form.py the whole, kinds.py the types of questions,
actions.py what events do, entities.py what outlives an interview, entity_elements.py how that stands in the instance,
search.py choices looked up in a file, carried.py columns that are attributes of an XForm, identity.py ids of
questions and choices over versions, comparison.py what became of them, parts.py walks over the parts of an element,
edit.py changes, rename.py names, findings.py collects what is wrong while a form is read, wire.py carries definitions
between processes, packed.py is a whole form as bytes that are read quickly.
"""
