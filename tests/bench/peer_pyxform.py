"""Time pyxform's conversion of a workbook: `python peer_pyxform.py FORM.xlsx [OUT.xml]` prints one JSON line."""

import json
import sys
import time
from pathlib import Path

begun = time.perf_counter()
from pyxform.xls2xform import convert  # noqa: E402

imported = time.perf_counter()
xform = convert(sys.argv[1], validate=False, pretty_print=False).xform
ended = time.perf_counter()
if len(sys.argv) > 2:
    Path(sys.argv[2]).write_text(xform, encoding="utf-8")
print(json.dumps({"convert_ms": (ended - imported) * 1000, "whole_ms": (ended - begun) * 1000}))
