"""The desktop program.

assets        fonts, icons, mark, the example's files            locale    words of the window, French and Arabic
vault         keys, lock, encrypted media, backups (no Qt)       storage   the encrypted workspace (no Qt)
settings      preferences of this user on this laptop
kit           theme, type, icons, widgets, messages, tasks       questions one widget per kind of question
home first_run lock design interview review exchange preferences           screens; they do not know each other
printing      questionnaires on paper: PDF and DOCX from blocks
rooms         makes the screens of the open workspace and moves between them; overview what rail and status line say
main_window   the window and its shell                           program   first run, lock, workspace, preferences
idle          tells when nobody worked for some minutes          ways_out  the page of a workspace that does not open
start         opens the window; the only place where it begins
commands      one file per command, and what drives the window without a hand
__main__      maps the first word to a command
"""
