"""A form made runnable: every expression resolved and compiled once, rules ranked by what they read.

build      form -> model; the only way in          model     what comes out; shared by any number of interviews
outline    every element of the instance           plan      its node: formulas, rules, dependents
names      `${name}` and absolute paths -> paths   reads     what an expression reads, without evaluating it
rules      rules, dependents, cycles               ranks     order of rules
lists      choice lists and files -> tables        external  CSV, GeoJSON, XML
csv_file   columns of a CSV, piece by piece
tables     column tables with indexes              privacy   sensitivity of what is calculated
cache      models kept by content                  packed     a model as bytes and back
formula    one compiled expression or text
"""
