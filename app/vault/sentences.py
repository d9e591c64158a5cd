"""The English sentences of workspace failures, by code; translated with the catalogue of `app/locale`.

Each says what happened, what was kept and what to do.
"""

from __future__ import annotations

from collections.abc import Mapping

SENTENCES: Mapping[str, str] = {
    "passphrase-wrong": "This passphrase does not open what is kept on this laptop. Nothing was changed. Try again, "
    "or use the recovery code.",
    "passphrase-missing": "What is kept here is protected by a passphrase. Give it to go on.",
    "workspace-missing": "Groundup keeps nothing in {folder} yet. Set this laptop up first, or choose another folder.",
    "workspace-exists": "Groundup already keeps data in {folder}. They were left as they are. Open that folder, or "
    "choose another one.",
    "workspace-newer": "The data on this laptop were last used by a newer Groundup. Nothing was changed. Update "
    "Groundup on this laptop to open them.",
    "workspace-in-use": "Another Groundup window has these data open. Go to that window, or close it and try again.",
    "workspace-broken": "The file with the data of this laptop is damaged and cannot be opened. It was left as it is. "
    "Bring back the last good backup.",
    "workspace-read-only": "Nothing can be written in {folder}. What is there can be read. Copy the folder to this "
    "laptop, or ask for the right to write there.",
    "keys-broken": "The file with the keys of this laptop is damaged or missing. Bring back the last good backup.",
    "disk-full": "The disk is full. Everything shown as saved is safe; the last answer is not saved yet. Free some "
    "space and try again.",
    "disk-failed": "The disk did not answer as it should ({reason}). Everything shown as saved is safe. Copy the "
    "folder with the data to another disk.",
    "backup-unreadable": "This file is no complete backup of Groundup. Nothing was changed. Try another backup.",
    "backup-exists": "{file} is already there and was left as it is. Choose another name.",
    "assessment-unknown": "There is no assessment called {name} here.",
    "assessment-ambiguous": "Several assessments are called {name}. Say which by its identifier.",
    "assessment-unnamed": "Say which assessment is meant: there is not exactly one here.",
    "form-thing-unknown": "This version of the form has no question or choice {name}.",
    "form-id-unknown": "No earlier version of the form has a question or choice with the id {name}.",
    "form-version-unknown": "This form version is not on this laptop yet. Send and receive, then try again.",
    "form-file-missing": "The file of this form version has not arrived yet. Send and receive, then try again.",
    "form-unreadable": "The file {file} of this form version cannot be read by this Groundup. It is kept. Update "
    "Groundup and try again.",
    "export-empty": "There are no finished interviews of {name} to save yet.",
    "draft-unknown": "This draft is not here any more. It may have been finished or removed.",
    "submission-unknown": "This interview is not on this laptop.",
    "media-missing": "The file {name} is not on this laptop yet.",
    "media-broken": "The file {name} is damaged and cannot be shown.",
    "not-allowed": "Your role in this assessment does not allow this. Ask a coordinator.",
    "severe-answers": "This interview holds very sensitive answers, which this version cannot keep apart yet. The "
    "draft is kept on this laptop.",
    "names-closed": "Names are not readable with this profile.",
    "file-exists": "{file} is already there and was left as it is. Choose another name.",
    "invitation-unreadable": "This is no invitation of Groundup, or it was damaged on the way. Ask for it again.",
    "invitation-over": "This invitation was good until {day}. Ask for a new one.",
    "invitation-used": "This invitation has been used as often as it may. Ask for a new one.",
    "code-wrong": "This code fits no invitation here. Compare it with the one you were given.",
    "closed": "The data on this laptop are closed. Open them again to go on.",
    "interface-thread": "A storage call was made on the interface thread. This is a fault of the program.",
}
