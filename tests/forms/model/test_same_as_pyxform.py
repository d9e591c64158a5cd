"""Names mean what the reference converter makes of them: the expressions of real forms, one by one."""

from __future__ import annotations

import warnings

import pytest
from lxml import etree
from shared import shared_path

from forms.model.build import build_model
from forms.xlsform.beside import files_beside
from forms.xlsform.open import open_form
from forms.xpath.parse import parse
from forms.xpath.printing import print_expression

xls2xform = pytest.importorskip("pyxform.xls2xform", reason="the reference converter is not installed")

XFORMS = {"x": "http://www.w3.org/2002/xforms"}
ROLES = {
    "relevant": "relevant",
    "constraint": "constraint",
    "calculate": "calculation",
    "required": "required",
    "readonly": "readonly",
}
FORMS = [
    "reach_msna_2024_draft_v11.xlsx",
    "slum_building_assessment.xlsx",
    "whova_verbal_autopsy.xlsx",
    "osm_buildings_last_saved_triggers.xls",
]


@pytest.mark.slow
@pytest.mark.parametrize("name", FORMS)
def test_expressions_resolve_as_pyxform_resolves_them(name):
    """Every bind of the reference's XForm has the same expression in our plan."""
    path = shared_path(f"forms_real/{name}")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        document = etree.fromstring(xls2xform.convert(str(path), warnings=[]).xform.encode())
    files = files_beside(path)
    form = open_form(path.read_bytes(), file_name=path.name, files=files).form
    assert form is not None
    model = build_model(form, files=files)
    root = etree.QName(document.find(".//x:instance/*", XFORMS)).localname
    compared = 0
    for bind in document.iterfind(".//x:bind", XFORMS):
        node = model.by_path[bind.get("nodeset").replace(f"/{root}", f"/{form.root}", 1)]
        for attribute, role in ROLES.items():
            written = bind.get(attribute)
            if written in (None, "true()", "false()"):
                continue
            formula = getattr(node, role)
            wanted = print_expression(parse(written)).replace(f"/{root}/", f"/{form.root}/")
            assert formula is not None, (node.path, attribute)
            assert print_expression(formula.expr) == wanted, (node.path, attribute)
            compared += 1
    assert compared > 30
