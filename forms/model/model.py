"""A runnable form: plan, rules by rank, secondary instances, findings. Immutable, shared by interviews."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from forms.definition.form import Form
from forms.errors import Finding
from forms.model.formula import ModelText
from forms.model.plan import ModelNode, Rule
from forms.model.tables import Table
from forms.submission import plain_path
from forms.values import Sensitivity

Files = Mapping[str, bytes] | Callable[[str], bytes | None]


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """A runnable form.

    Args:
        nodes: Every node of the plan in document order; the first is the root.
        by_path: Instance path without positions -> node.
        rules: Every rule, by rising rank.
        tables: Id of a secondary instance -> its rows.
        texts: Texts that expressions ask for by id.
        findings: Cycles, unknown names, expressions that cannot be read, missing files, each with its place.
    """

    form: Form
    nodes: tuple[ModelNode, ...]
    by_path: Mapping[str, ModelNode]
    rules: tuple[Rule, ...]
    tables: Mapping[str, Table]
    findings: tuple[Finding, ...]
    texts: Mapping[str, ModelText] = field(default_factory=dict)

    def sensitivity_of(self, path: str) -> Sensitivity:
        """Return who may read the answer at a path (positions and instance names in it are ignored).

        What the form does not know is severe, so that nothing leaks.
        """
        node = self.by_path.get(plain_path(path))
        return Sensitivity.SEVERE if node is None else node.sensitivity

    @property
    def root(self) -> ModelNode:
        """The instance's root element."""
        return self.nodes[0]
