"""Write a form as XForm, the document that phones and servers run."""

from __future__ import annotations

from forms.definition.entity_elements import entities_version
from forms.definition.form import Form
from forms.xform.writing.binds import binds
from forms.xform.writing.controls import Controls
from forms.xform.writing.instance import Instance
from forms.xform.writing.itext import Translations
from forms.xform.writing.markup import attributes, element, escaped
from forms.xform.writing.secondary import secondary
from forms.xform.writing.shared import YES, Shared

XFORMS_VERSION = "1.0.0"  # of the ODK XForms specification


def write_xform(form: Form) -> bytes:
    """Return the XForm of a form in UTF-8, element by element as pyxform writes it.

    A rule that names a question the form does not have is left out, as it is when the form runs.
    """
    shared = Shared(form)
    head = f"<h:head><h:title>{escaped(form.title)}</h:title>{_model(form, shared)}</h:head>"
    style = form.settings.get("style")
    body = element("h:body", {"class": style} if style else {}, Controls(shared).written())
    declared = {f"xmlns:{prefix}" if prefix else "xmlns": uri for prefix, uri in shared.prefixes.items()}
    return f'<?xml version="1.0"?><h:html{attributes(declared)}>{head}{body}</h:html>'.encode()


def _model(form: Form, shared: Shared) -> str:
    named = {"odk:xforms-version": XFORMS_VERSION}
    version = entities_version(form)
    if version:
        named["entities:entities-version"] = version
    parts = (
        _submission(form),
        Translations(shared).written(),
        f"<instance>{Instance(shared).written()}</instance>",
        secondary(shared),
        binds(shared),
    )
    return element("model", named, "".join(parts))


def _submission(form: Form) -> str:
    """Return where and how answers are sent; "" where the form does not say."""
    settings = form.settings
    named: dict[str, str] = {}
    if settings.get("submission_url"):
        named |= {"action": settings["submission_url"], "method": "post"}
    names = {"base64RsaPublicKey": "public_key", "orx:auto-send": "auto_send", "orx:auto-delete": "auto_delete"}
    named |= {name: settings[key] for name, key in names.items() if settings.get(key)}
    if settings.get("client_editable", "").lower() in YES:
        named["odk:client-editable"] = "true"
    return element("submission", named) if named else ""
