"""What an XForm says of itself besides its questions, as a workbook's settings sheet says it."""

from __future__ import annotations

from forms.definition.findings import Findings
from forms.xform.itext import Texts
from forms.xform.safe import Node, kid, place_of

SUBMISSION_METHODS = frozenset({"", "post", "form-data-post"})
OPENROSA = "{http://openrosa.org/xforms}"
ODK = "{http://www.opendatakit.org/xforms}"
XFORMS = frozenset({None, "", "http://www.w3.org/2002/xforms"})


def read_settings(document: Node, model: Node, root: Node, texts: Texts, findings: Findings) -> dict[str, str]:
    """Return heading -> text of what is said."""
    body = kid(document, "body")
    found = {
        **_submission(kid(model, "submission"), findings),
        "style": body.get("class") if body is not None else None,
        "default_language": texts.default or None,
        "prefix": root.get(f"{ODK}prefix"),
        "delimiter": root.get(f"{ODK}delimiter"),
        "instance_xmlns": root.nsmap.get(None) if root.nsmap.get(None) not in XFORMS else None,
    }
    return {name: text for name, text in found.items() if text}


def _submission(node: Node | None, findings: Findings) -> dict[str, str | None]:
    """Return where and how answers are sent; notes a way that nothing sends."""
    if node is None:
        return {}
    method = (node.get("method") or "").strip()
    if method not in SUBMISSION_METHODS:
        findings.error("xform-submission-method", place_of(node), method=method[:100])
    return {
        "submission_url": node.get("action"),
        "public_key": node.get("base64RsaPublicKey"),
        "auto_send": node.get(f"{OPENROSA}auto-send"),
        "auto_delete": node.get(f"{OPENROSA}auto-delete"),
        "client_editable": node.get(f"{ODK}client-editable"),
    }
