"""One interview over a model; knows no screen and no disk.

interview    the face: start, answer, repeats, check, save, finish
nodes        what a screen sees of each question, group, repeat      changes     what one action changed
pages        the order of pages                                      validate    every answer that may not stand
core         an interview behind its face                            settle      each affected rule once, by rank
tree         nodes made, found, removed                              targets     from a changed node to its readers
evaluation   formulas at nodes; what expressions may ask             collect     change lists
tallies      sums over repeats, kept up
offer        choices on offer                                        answers     texts by data type
start, saved, edited   new, reopened, corrected                      preload     what the program fills in
finish       the submission                                          environment clock, zone, chance, person
chance, guess, sample   random valid interviews                      replay      interviews from answer files
"""
