"""The commands; each has `main(arguments) -> exit status`.

init backup restore     the workspace                 invite join     people
check since             what is wrong with a form, and what became of an earlier version's questions
fill keep               headless interviews (keep: `fill --save`)
convert conversions     a form as workbook, XForm, questionnaire on paper, translations
export exchange serve   data out, send and receive, the server
self_test main_job      the window tried and driven without a hand
offscreen typist tour console   what those two stand on: the driver, the keyboard, the screens, a server's console
options                 which workspace, and where its passphrase comes from
streams                 output in UTF-8 everywhere
"""
