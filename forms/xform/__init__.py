"""XForms: read into the same definition as workbooks, and written from it.

safe.py reads XML from anyone without doing what it asks; itext.py the texts; instances.py the main and the secondary
instances; controls.py the body; order.py its order; choices.py the lists of selects; binds.py the rules; kinds.py the
words of types, parameters.py those of parameters; questions.py a question from these; events.py what happens at events;
entities.py and settings.py what workbooks say on sheets of their own; checks.py what is wrong with a document; read.py
puts them together.
write.py writes a form as XForm, its parts are in writing/; itemsets.py reads and writes the choices beside an XForm.
"""
