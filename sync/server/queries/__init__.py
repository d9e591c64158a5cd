"""All SQL of the server behind named functions; each is a unit of work of one connection.

assessments     which are here, their rights space, the slots of the server's own logs
records         rows of records: logs, heads, forks, kinds
attachments     which records name which files, and which files are complete
tokens          nonces, tokens of devices, sign-ins to the console; all hashed
"""
