"""One module per kind of file that `groundup convert` writes, each with `convert(source) -> Made`.

source.py what every one of them gets and returns
xlsx.py   a workbook, csv.py its sheets                xform.py  an XForm
po.py     translations                                 paper.py  a questionnaire: PDF or DOCX

The command loads only the one that is asked for, so that a workbook
is written without what a printed questionnaire needs.
"""
