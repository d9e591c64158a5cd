"""`groundup convert --to xform`: the document that phones and servers run, and the file of its external choices."""

from __future__ import annotations

from app.commands.conversions.source import Made, Source
from forms.xform.write import write_xform


def convert(source: Source) -> Made:
    """Return the XForm of a form."""
    return Made(write_xform(source.form))
