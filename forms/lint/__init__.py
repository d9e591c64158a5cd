"""Problems of a form that are no mistakes of writing.

personal.py proposes which questions ask for something personal.
"""
