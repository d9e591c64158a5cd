"""JavaRosa, the engine of ODK Collect, accepts what we write: its own validator on every form, in one process."""

from __future__ import annotations

import re
import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path

import pytest
from all_xforms import all_xforms
from equality_forms import FORMS
from workbooks import form_workbook

from forms.xform.write import write_xform
from forms.xlsform.open import open_form

# What JavaRosa does not run, with its reason; pyxform's XForm of the first two is the same and as little accepted.
REFUSED = {
    "select_from_own_repeat": "a list made of the instances of the repeat it stands in: '..[...]' is no nodeset for it",
    "select_from_repeat_in_group": "a list made of answers in a group inside a repeat",
    "cht_pregnancy_visit_7_languages": "it sees a cycle where a group's relevance reads beside the group",
    "surveycto_cati_attempts": "functions that only SurveyCTO has",
}
_VALIDATED = re.compile(r"^Validating: (.*)$", re.MULTILINE)


def validator() -> list[str]:
    """Return the command of the validator, or skip when this machine cannot run it."""
    java = shutil.which("java")
    found = find_spec("pyxform")
    if java is None:
        pytest.skip("there is no Java on this machine")
    if found is None or found.origin is None:
        pytest.skip("pyxform, whose wheel holds the validator, is not installed")
    jar = Path(found.origin).parent / "validators" / "odk_validate" / "bin" / "ODK_Validate.jar"
    if not jar.exists():
        pytest.skip("this pyxform has no ODK_Validate.jar")
    return [java, "-Djava.awt.headless=true", "-jar", str(jar)]


def verdicts(command: list[str], files: list[Path]) -> dict[str, bool]:
    """Return stem of a file -> whether the validator accepts it."""
    done = subprocess.run([*command, *map(str, files)], capture_output=True, text=True, timeout=110, check=False)
    pieces = _VALIDATED.split(done.stdout + done.stderr)
    return {Path(name).stem: "Xform is valid" in said for name, said in zip(pieces[1::2], pieces[2::2], strict=True)}


@pytest.mark.slow
def test_every_form_we_write_is_valid(tmp_path: Path) -> None:
    """All forms of the equality tests and all real ones, workbooks and XForms, but for those it cannot run."""
    command = validator()
    files = all_xforms(tmp_path)
    found = verdicts(command, files)
    assert set(found) == {path.stem for path in files}
    assert {name for name, is_valid in found.items() if not is_valid} == set(REFUSED) & set(found)


@pytest.mark.slow
def test_the_validator_refuses_what_is_wrong(tmp_path: Path) -> None:
    """A rule that cannot be read, and a control without its node, are refused: the validator does look."""
    command = validator()
    form = open_form(form_workbook(FORMS["numbers"]), file_name="numbers.xlsx").form
    assert form is not None
    good = write_xform(form).decode()
    broken = {"rule": good.replace("&lt; 120", "&lt;&lt; 120"), "node": good.replace('ref="/data/d"', 'ref="/data/x"')}
    files = []
    for name, text in broken.items():
        assert text != good
        files.append(tmp_path / f"{name}.xml")
        files[-1].write_text(text, encoding="utf-8")
    assert verdicts(command, files) == {"rule": False, "node": False}
