"""The console: pages of the server for a person with a browser; they work without scripts.

words       the reader's language, numbers, days
arrivals    what arrived, read from the records (no HTML)
pages       the routes; templates/ holds the HTML and the one style sheet
"""
