"""`groundup convert --to xform`: the document that phones and servers run, and the file of its external choices."""

from __future__ import annotations

from app.commands.conversions.source import Made, Source
from forms.xform.itemsets import FILE as ITEMSETS
from forms.xform.itemsets import write_itemsets
from forms.xform.write import write_xform


def convert(source: Source) -> Made:
    """Return the XForm of a form, beside it the choices that an XForm cannot hold."""
    itemsets = write_itemsets(source.form)
    return Made(write_xform(source.form), {ITEMSETS: itemsets} if itemsets is not None else {})
