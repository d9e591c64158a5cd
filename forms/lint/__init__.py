"""Problems of a form that are no mistakes of writing.

personal.py proposes which questions ask for something personal; trial.py finds what only shows when the form is made
ready to run.
"""
