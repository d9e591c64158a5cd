"""What the server answers to clients, one file per noun: entry (who is there), records, attachments.

Each function takes the service, who asks and a message, and returns a message; `application` does the HTTP.
"""
