"""What waits to be sent, as one sentence: on the home page, in Send and receive and in the status line."""

from __future__ import annotations

from app.kit.language import bytes_text, plural, text
from app.storage.outbox import Outbox


def waiting_words(outbox: Outbox) -> str:
    """Return "3 interviews and 12 files wait (18 MB)"; what there is none of is left out; "" when nothing waits."""
    size = bytes_text(outbox.bytes)
    if outbox.submissions and outbox.attachments:
        interviews = plural("{n} interview", "{n} interviews", outbox.submissions)
        files = plural("{n} file", "{n} files", outbox.attachments)
        return text("{interviews} and {files} wait ({size})", interviews=interviews, files=files, size=size)
    if outbox.submissions:
        return plural("{n} interview waits ({size})", "{n} interviews wait ({size})", outbox.submissions, size=size)
    if outbox.attachments:
        return plural("{n} file waits ({size})", "{n} files wait ({size})", outbox.attachments, size=size)
    if outbox.records:
        return plural("{n} change waits ({size})", "{n} changes wait ({size})", outbox.records, size=size)
    return ""
