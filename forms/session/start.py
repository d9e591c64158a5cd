"""Begin a new interview: starting values, one instance of every open repeat, everything settled."""

from __future__ import annotations

from forms.definition.actions import FIRST_LOAD
from forms.session.core import Core


def start(core: Core) -> None:
    """Give the blank instance its starting values and settle it; nobody is told."""
    core.name_instance(core.new_instance_id())
    settler = core.settler
    settler.begin(core.root, event=FIRST_LOAD)
    settler.first_instances(core.root, event=FIRST_LOAD)
    settler.settle()
    settler.rehearse()
    core.changes.forget()
    settler.fires = True
