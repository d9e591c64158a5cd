"""English sentences of this package: code -> (what is wrong, what to do); places in braces are facts."""

from __future__ import annotations

from collections.abc import Mapping

AGAIN = "Try again later; what has been sent is kept."
UPDATE = "Update Groundup on this computer."
COORDINATOR = "A coordinator or steward can look at it."
STEWARD = "A steward can accept it."
DAMAGED = "It was damaged on the way or was not made by Groundup."

# Why a record, its header or its body is not taken as it is.
_RECORDS: dict[str, tuple[str, str]] = {
    "bad_base64": ("A text that stands for a key or an id is not written as it must be.", DAMAGED),
    "bad_body": ("What the item says cannot be read.", COORDINATOR),
    "bad_header": ("The item's header is not one of ours.", DAMAGED),
    "bad_key": ("A name or key in the item is not one that may stand there.", DAMAGED),
    "bad_salt": ("The item is not whole.", DAMAGED),
    "bad_signature": ("The signature does not fit.", DAMAGED),
    "bad_text": ("A text holds signs that cannot be kept.", "Take out the odd signs and save again."),
    "big_integer": ("A number is larger than any computer keeps exactly.", DAMAGED),
    "body_differs": ("What the item says is not what was signed.", DAMAGED),
    "body_missing": ("What the item says is not here.", "It comes with the next exchange if somebody has it."),
    "float": ("The item holds a broken number.", DAMAGED),
    "newer": ("This was written by a newer Groundup.", UPDATE),
    "not_canonical": ("The item is not written the one way items are written.", DAMAGED),
    "not_json": ("The item cannot be read.", DAMAGED),
    "too_deep": ("The item is nested too deeply.", DAMAGED),
    "too_large": ("This is too large: at most {limit} bytes are taken.", ""),
    "too_many_attachments": ("This has {count} files; at most {limit} are taken.", "Take out some files."),
    "attachment_too_large": ("The file has {size} bytes; at most {limit} are taken.", "Make the file smaller."),
    "severe_unsupported": (
        "This form has answers marked severe, and this version cannot protect them as it must.",
        "Take the mark off in the form, or do not ask these questions yet.",
    ),
}

# Why a record is set aside or refused though it is well made.
_STANDING: dict[str, tuple[str, str]] = {
    "bad_admission": ("Somebody tried to join without a good invitation.", ""),
    "bad_prev": ("The item does not follow the one before it.", COORDINATOR),
    "bad_tick": ("The item's place in the order is wrong.", STEWARD),
    "fork_limit": ("Too many items of a copied laptop.", "That laptop must start with a new key."),
    "forked": (
        "This laptop's data exist in two different copies; what came after is set aside.",
        STEWARD,
    ),
    "invitation_over": ("Somebody joined after the invitation's last day.", STEWARD),
    "invitation_overused": (
        "More people joined with an invitation than it was made for.",
        "A steward decides whom to accept.",
    ),
    "not_admitted": ("The person who wrote this is not accepted yet.", STEWARD),
    "not_root": ("Only the owner's code can name stewards.", ""),
    "not_sealed": ("Personal answers are not encrypted as they must be.", COORDINATOR),
    "other_space": ("The item belongs somewhere else.", DAMAGED),
    "outside_role": ("The person who wrote this may not write such a thing.", STEWARD),
    "outside_space": ("The person who wrote this does not work in this team.", STEWARD),
    "parent_elsewhere": ("The item builds on one of another part.", COORDINATOR),
    "too_many_unknown": ("Too much came from people who are not known here yet.", AGAIN),
    "unknown_kind": ("This was written by a newer Groundup.", UPDATE),
    "unknown_space": ("The team this belongs to is not known here yet.", "It is looked at again after an exchange."),
    "unknown_writer": (
        "The person who wrote this is not known here yet.",
        "It is looked at again when the person's admission arrives.",
    ),
    "rights_newer": ("A newer Groundup changed who may do what in this assessment ({kinds}).", UPDATE),
}

# Keys, codes, boxes.
_KEYS: dict[str, tuple[str, str]] = {
    "box_closed": (
        "This cannot be opened with the keys of this laptop.",
        "Ask a coordinator for the key of the names.",
    ),
    "code_shape": (
        "A code has {letters} letters and digits; I, O, 0 and 1 are never used.",
        "Look at the code and type it again.",
    ),
}

# What a store, a peer or a message says.
_PROTOCOL: dict[str, tuple[str, str]] = {
    "assessment_not_there": (
        "The server {host} does not have this assessment yet.",
        "A coordinator or steward of the assessment must send first.",
    ),
    "assessment_unknown": ("This assessment is not known here.", "Check that you are talking to the right server."),
    "attachment_differs": ("A file arrived damaged and is sent again.", ""),
    "attachment_gap": ("A piece of a file is missing; it goes on from byte {offset}.", ""),
    "attachment_missing": ("The file is not here yet.", "It comes with the next exchange if somebody has it."),
    "attachment_unnamed": ("No item names this file.", ""),
    "bad_batch": ("What arrived is damaged.", AGAIN),
    "bad_have": ("The other side's list cannot be read.", AGAIN),
    "bad_message": ("The other side's message cannot be read.", AGAIN),
    "bad_receipt": ("The receipt is not good: nothing is counted as sent.", AGAIN),
    "bad_request": ("The request cannot be read.", AGAIN),
    "batch_too_large": ("What arrived is larger than is taken at once.", ""),
    "codec_unknown": ("The other side packs items in a way this version does not know ({codec}).", UPDATE),
    "cut": ("The connection was cut.", AGAIN),
    "have_too_long": ("The list of items is longer than is taken ({limit}).", ""),
    "protocol_unknown": ("The other side speaks another version ({version}).", UPDATE),
    "record_unknown": ("The item is not here.", ""),
    "too_many_items": ("More than {limit} were asked for at once.", ""),
}

# Why a server refuses.
_SERVER: dict[str, tuple[str, str]] = {
    "form_missing": ("The form of these interviews has not arrived yet.", "A coordinator's laptop must send it."),
    "founding_code_wrong": (
        "The founding code is not right.",
        "It was printed when the server was started; ask who runs it.",
    ),
    "invitation_closed": ("The invitation is used up or its last day has passed.", "Ask for a new one."),
    "invitation_unknown": ("The server does not know this code.", "Look at the code and type it again."),
    "invitation_unusable": ("The invitation for the server cannot be used.", AGAIN),
    "nonce_over": ("The sign-in took too long.", "Try again."),
    "not_found": ("There is nothing at this address.", ""),
    "not_yours_to_give": ("This laptop may not send what others wrote here.", ""),
    "other_site": ("The request came from another web page and was refused.", "Open the console and try again."),
    "server_full": ("The server has no room left.", "Tell who runs it; nothing is lost here."),
    "server_trouble": ("The server has a problem of its own.", AGAIN),
    "space_closed": ("You may not read this part of the assessment.", ""),
    "token_needed": ("The server does not know who is asking.", "Send and receive again."),
    "token_over": ("The sign-in has ended.", "Send and receive again."),
    "too_many_tries": ("Too many wrong codes.", "Wait a minute and try again."),
    "writer_unknown": (
        "The server does not know this laptop.",
        "Send and receive on the laptop of the person who invited you, then again here.",
    ),
    "wrong_assessment": ("This belongs to another assessment.", ""),
}

# The link and what stands between.
_LINK: dict[str, tuple[str, str]] = {
    "address_wrong": ("“{host}” is not a server's address.", "It looks like https://server.example.org."),
    "answer_cut": ("The answer of {host} was cut in the middle.", AGAIN),
    "answer_too_large": ("The answer of {host} is larger than any of a Groundup server.", "Check the address."),
    "certificate_not_good": (
        "The connection to {host} is not safe: its certificate is not good.",
        "Check the date and time of this computer, then tell who runs the server.",
    ),
    "link_failed": ("The connection to {host} failed.", AGAIN),
    "name_unknown": (
        "The server {host} was not found.",
        "Check the address, and whether there is an Internet connection.",
    ),
    "no_connection": ("There is no connection to {host}.", AGAIN),
    "not_a_server": ("What answers at {host} is not a Groundup server.", "Check the address."),
    "portal": (
        "A sign-in page stands between this computer and {host}.",
        "Open a web browser, sign in to this network, then send again. Nothing was sent.",
    ),
    "proxy_failed": ("The proxy of this network does not let {host} through.", "Ask who runs the network."),
    "proxy_limit": (
        "Something between this computer and {host} takes small pieces only.",
        "Try another network, or ask who runs the server.",
    ),
    "redirected": (
        "{host} sends us on to {target}, which was not followed.",
        "If that is the server's new address, enter it.",
    ),
    "redirected_round": ("{host} sends us on again and again.", "Check the address."),
    "server_away": ("The server {host} is not there at the moment.", AGAIN),
    "server_changed": (
        "The server at {host} is not the one this assessment was sent to before.",
        "Ask who runs it. Nothing was sent.",
    ),
    "server_missing": ("No server is set for this assessment.", "Enter the server's address."),
    "server_slow": ("{host} does not answer in time.", AGAIN),
}

SENTENCES: Mapping[str, tuple[str, str]] = {**_RECORDS, **_STANDING, **_KEYS, **_PROTOCOL, **_SERVER, **_LINK}
