"""The console: pages of the server for a person with a browser; they work without scripts.

words       the reader's language, numbers, days
sign_in     the door: the console code, the cookie, whose form a post is
arrivals    what arrived, read from the records (no HTML)
submissions one interview, its XML, its files, all of a form as a download
pages       the routes; templates/ holds the HTML and the one style sheet
"""
