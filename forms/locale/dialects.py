"""Sentences about what other programs do for a form and this one does not."""

from __future__ import annotations

from typing import Final

from forms.locale.words import Words, say

DIALECTS: Final[dict[str, Words]] = {
    "app-not-run": Words(
        say("“{name}” is to be answered by an app of a phone, “{word}”."),
        say("It is asked plainly here; the answer is typed or chosen."),
    ),
    "contact-not-run": Words(
        say("“{name}” is to be answered by choosing a contact, which only the Community Health Toolkit keeps."),
        say("It is asked plainly here."),
    ),
    "plug-in-not-run": Words(
        say("“{name}” is to be asked by the plug-in “{word}” of SurveyCTO."),
        say("It is asked plainly here; what the plug-in stores beside the answer stays blank."),
    ),
}
