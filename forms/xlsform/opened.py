"""What comes out of opening a file as a form."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from forms.definition.form import Form
from forms.errors import Finding, Severity

Files = Mapping[str, bytes] | Callable[[str], bytes | None]


@dataclass(frozen=True, slots=True)
class Opened:
    """A file that was opened, or the reasons why it was not.

    Args:
        form: The form; None exactly when `findings` holds a fatal one.
        findings: Every problem found, in the order of the sheets and rows.
        kind: What the bytes are: "xlsx", "xls", "ods", "csv", "xform" or "unknown"; the file's name decides nothing.
        sha256: Digest of the file, 32 bytes.
    """

    form: Form | None
    findings: tuple[Finding, ...]
    kind: str
    sha256: bytes

    @property
    def worst(self) -> Severity | None:
        """Return the gravest severity among the findings; None when there are none."""
        order = list(Severity)
        return max((finding.severity for finding in self.findings), key=order.index, default=None)
