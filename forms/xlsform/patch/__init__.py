"""Save changes into the very workbook that was opened: what no edit names stays as it is, byte for byte.

package.py exchanges parts of a zip file, axis.py says where rows and columns come to stand, formulas.py rewrites
references in formulas; grid.py finds the cells in one sheet's XML, cells.py writes them, around.py what stands before
and behind them; attached.py the parts a sheet has beside itself (comments, tables, drawings), contents.py the list of
sheets and the names; apply.py does the edits. changes.py turns two versions of a form into edits of its workbook
(original.py); markup.py reads and writes small pieces of XML.
"""
