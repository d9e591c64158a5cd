"""What `groundup check --against` says about two versions of a form."""

from __future__ import annotations

from typing import Final

from forms.locale.words import say

COMPARED: Final = {
    "same": say("Compared with {file}: {n} questions, groups and choices are the same."),
    "renamed": say("renamed: {older} is now {newer}"),
    "moved": say("moved: {older} is now at {newer}"),
    "reworded": say("other words: {newer}"),
    "retyped": say("asked in another way: {newer}; look whether its answers can still share a column"),
    "recoded": say("other meaning: {newer} now says what another choice said before, and is counted as the same"),
    "added": say("new: {newer}"),
    "gone": say("gone: {older}"),
    "proposed": say("perhaps the same: {older} and {newer} ({percent} % alike); a person decides"),
    "clash": say("copied with its id: {newer}; it got an id of its own"),
}
