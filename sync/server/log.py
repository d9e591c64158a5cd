"""The server's log: one line per event on standard error, with every token and code struck out."""

from __future__ import annotations

import logging
import re
import sys

# What gives access: bearer tokens, cookies, codes in forms or addresses, tokens in a path (phones).
SECRETS = re.compile(
    r"(?i)(bearer\s+|basic\s+|groundup-session=|[?&](?:code|token|st)=|/key/)([^\s\"'&;,/?]+)",
)
STRUCK = "[struck out]"


class Redactor(logging.Filter):
    """Strike secrets out of a line's text and its arguments before any handler sees them."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrite the record; never drop it."""
        record.msg = redact(record.getMessage())
        record.args = None
        if record.exc_info and not record.exc_text:
            record.exc_text = redact(logging.Formatter().formatException(record.exc_info))
        return True


def redact(text: str) -> str:
    """Return `text` without the secrets in it."""
    return SECRETS.sub(lambda found: found[1] + STRUCK, text)


def set_up(level: int = logging.INFO) -> None:
    """Send every log line of the process to standard error, redacted."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    handler.addFilter(Redactor())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    logging.getLogger("alembic").setLevel(logging.WARNING)
