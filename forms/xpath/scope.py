"""What a part of an expression is compiled with: the library, the prefixes, and how to compile further parts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from forms.xpath.code import Compiled, Static
from forms.xpath.errors import XPathError
from forms.xpath.expr import Expr

# Prefixes that need no declaration (ODK XForms specification, "Namespaces").
PREFIXES: Final = {
    "ev": "http://www.w3.org/2001/xml-events",
    "h": "http://www.w3.org/1999/xhtml",
    "html": "http://www.w3.org/1999/xhtml",
    "xhtml": "http://www.w3.org/1999/xhtml",
    "jr": "http://openrosa.org/javarosa",
    "odk": "http://www.opendatakit.org/xforms",
    "orx": "http://openrosa.org/xforms",
    "xf": "http://www.w3.org/2002/xforms",
    "xforms": "http://www.w3.org/2002/xforms",
    "xml": "http://www.w3.org/XML/1998/namespace",
    "xsd": "http://www.w3.org/2001/XMLSchema",
    "entities": "http://www.opendatakit.org/xforms/entities",
}


@dataclass(frozen=True, slots=True)
class Scope:
    """Passed to everything that compiles.

    Args:
        compile: Compiles a part of the expression.
    """

    static: Static
    compile: Callable[[Expr], Compiled]

    @property
    def is_odk(self) -> bool:
        """Whether ODK's library and rules hold."""
        return self.static.is_odk

    def namespace(self, prefix: str) -> str:
        """Return the URI of a prefix; raises as `namespace_of`."""
        return namespace_of(prefix, self.static)


def namespace_of(prefix: str, static: Static) -> str:
    """Return the URI of a prefix.

    Raises:
        XPathError: `xpath-prefix-unknown`.
    """
    uri = static.namespaces.get(prefix) or PREFIXES.get(prefix)
    if uri is None:
        raise XPathError("xpath-prefix-unknown", prefix=prefix)
    return uri
