"""`groundup --self-test`: tries every part of this very program and says what works.

Prints one line per part and, last, `N passed, M failed`; exit status 1 when one failed. Nothing of the person's own
workspace is touched: everything happens in a folder of its own, which is removed.
"""

from __future__ import annotations

import argparse
import gettext
import os
import platform
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from importlib import metadata
from pathlib import Path

ROOT = Path(__file__).parents[2]
ARABIC = "كيف حالكم اليوم؟"
SECRET = "Wordnobodyelsewrote"
PASSPHRASE = "self test only"
SEED = 3


class NotRight(Exception):
    """A part does not do what it should; the text says what is wrong."""


def main(arguments: list[str]) -> int:
    """Try every part; with --start-only just open the first page and end."""
    parser = argparse.ArgumentParser(prog="groundup --self-test", description="Try every part of the program.")
    parser.add_argument("--start-only", action="store_true", help="open the first page and end")
    parser.add_argument("--pictures", type=Path, metavar="DIR", help="keep a picture of each screen here")
    options = parser.parse_args(arguments)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory(prefix="groundup-self-test-") as name:
        folder = Path(name)
        if options.start_only:
            return start_only(folder)
        return try_all(folder, options.pictures)


def start_only(folder: Path) -> int:
    """Open the window on a new folder, wait until its first page is painted, and end."""
    from app.commands.offscreen import Driver

    with Driver(folder / "workspace") as driver:
        driver.until(lambda: driver.window.shown is not None, "the first page")
        driver.picture()
    return 0


def try_all(folder: Path, pictures: Path | None) -> int:
    """Try the parts in order and print what each says."""
    parts: list[tuple[str, Callable[[], str]]] = [
        ("versions", versions),
        ("licence texts", licences),
        ("fonts", fonts),
        ("translations", translations),
        ("encryption", lambda: encryption(folder)),
        ("screens and an interview in Arabic", lambda: screens(folder, pictures)),
        ("PDF in Arabic", lambda: pdf(folder)),
        ("workbook", lambda: workbook(folder)),
        ("server, sending and receiving", lambda: exchange(folder)),
    ]
    failed = 0
    for name, part in parts:
        begun = time.monotonic()
        try:
            said = part()
        except Exception as error:  # noqa: BLE001  each part reports for itself; the count decides
            failed += 1
            print(f"FAILED  {name}: {type(error).__name__}: {error}")
            if not isinstance(error, NotRight):
                traceback.print_exc()
        else:
            print(f"ok      {name}: {said} ({time.monotonic() - begun:.1f} s)")
        sys.stdout.flush()
    print(f"{len(parts) - failed} passed, {failed} failed")
    return 1 if failed else 0


def versions() -> str:
    """Return the versions of what the program stands on."""
    import nacl
    import PySide6
    from PySide6.QtCore import qVersion

    from app.storage.sqlcipher import connect

    connection = connect(":memory:")
    sqlite = connection.execute("select sqlite_version()").fetchone()[0]
    cipher = connection.execute("pragma cipher_version").fetchone()[0]
    connection.execute("create virtual table t using fts5(a)")
    connection.close()
    return ", ".join(
        [
            f"Groundup {own_version()}",
            f"Python {platform.python_version()}",
            f"Qt {qVersion()}",
            f"PySide6 {PySide6.__version__}",
            f"SQLCipher {cipher}",
            f"SQLite {sqlite}",
            f"PyNaCl {nacl.__version__}",
            platform.platform(),
        ]
    )


def own_version() -> str:
    """Return the program's version as the build wrote it, or as the project file says."""
    try:
        return metadata.version("groundup")
    except metadata.PackageNotFoundError:
        file = ROOT / "pyproject.toml"
        if not file.exists():
            return "(built)"
        import tomllib

        return str(tomllib.loads(file.read_text(encoding="utf-8"))["project"]["version"])


def licences() -> str:
    """Check that every bundled part has its licence text."""
    assets = ROOT / "app" / "assets"
    wanted = [assets / "fonts" / "OFL.txt", assets / "icons" / "LICENSE.txt", ROOT / "LICENSE"]
    missing = [str(path.relative_to(ROOT)) for path in wanted if not path.exists()]
    if missing:
        raise NotRight("missing: " + ", ".join(missing))
    count = len(wanted)
    if getattr(sys, "frozen", False):
        texts = list((ROOT / "licences").glob("*.txt"))
        if len(texts) < 40:
            raise NotRight(f"only {len(texts)} licence texts of packages")
        count += len(texts)
    return f"{count} texts"


def fonts() -> str:
    """Check that a bundled font draws the name of every language of the program."""
    from PySide6.QtGui import QFont, QRawFont

    from app.kit.fonts import load_fonts
    from app.kit.languages import LANGUAGES
    from app.start import make_application

    make_application()
    families = load_fonts()
    raw = [QRawFont.fromFont(QFont(family)) for family in families]
    bad = []
    for language in LANGUAGES:
        letters = {letter for letter in language.endonym if not letter.isspace()}
        bad += [language.code for letter in letters if not any(font.supportsCharacter(ord(letter)) for font in raw)]
    if bad:
        raise NotRight("no bundled font draws " + ", ".join(sorted(set(bad))))
    return f"{len(families)} families draw {len(LANGUAGES)} languages"


def translations() -> str:
    """Check that each interface language has its catalogues."""
    counts = []
    for package, domain in (("app", "app"), ("forms", "forms"), ("sync", "sync")):
        for language in ("ar", "fr"):
            found = gettext.find(domain, str(ROOT / package / "locale"), [language])
            if found is None:
                raise NotRight(f"no {language} catalogue of {package}")
            with Path(found).open("rb") as file:
                counts.append(len(gettext.GNUTranslations(file)._catalog))  # type: ignore[attr-defined]
    return f"English, Arabic, French: {sum(counts)} texts"


def encryption(folder: Path) -> str:
    """Check that nothing typed can be read in the workspace's files, and that a wrong passphrase opens nothing."""
    from app.storage.errors import WrongPassphrase
    from app.storage.workspace import Workspace

    place = folder / "locked"
    with Workspace.create(place, passphrase=PASSPHRASE, person=SECRET) as workspace:
        workspace.assessments.create(SECRET)
        leaks = [path.name for path in place.rglob("*") if path.is_file() and SECRET.encode() in path.read_bytes()]
    leaks += [path.name for path in place.rglob("*") if path.is_file() and SECRET.encode() in path.read_bytes()]
    if leaks:
        raise NotRight("readable in " + ", ".join(leaks))
    if (place / "workspace.db").read_bytes()[:6] == b"SQLite":
        raise NotRight("the database is not encrypted")
    try:
        Workspace.open(place, passphrase="something else")
    except WrongPassphrase:
        return "nothing readable, a wrong passphrase opens nothing"
    raise NotRight("a wrong passphrase opened it")


def screens(folder: Path, pictures: Path | None) -> str:
    """Open every screen, in the example assessment, and fill an interview in Arabic with the keyboard."""
    import threading

    from app.commands.offscreen import Driver
    from app.commands.tour import fill_interview, start_interview, visit_rooms
    from app.first_run.actions import Answers, make_workspace

    answers = Answers(language="ar", person="Amina", organisation="Shetu", passphrase=PASSPHRASE)
    made = make_workspace(folder / "example", answers, interface_thread=0, fallback_name="-")
    (assessment,) = made.workspace.assessments.list()
    (version,) = made.workspace.forms.list(assessment.id)
    made.workspace.close()
    assert threading.current_thread() is threading.main_thread()
    with Driver(folder / "first", language="ar", pictures=pictures) as driver:
        driver.until(lambda: driver.window.shown is not None, "the first run")
        driver.picture("00_first_run")
    with Driver(folder / "example", language="ar", pictures=pictures) as driver:
        driver.settle()
        driver.picture("00_lock")
    with Driver(folder / "example", passphrase=PASSPHRASE, language="ar", pictures=pictures) as driver:
        shown = visit_rooms(driver)
        start_interview(driver, version.id)
        filled = fill_interview(driver, seed=SEED)
    if filled is None or filled.typed.differ:
        raise NotRight(f"not kept as typed: {filled.typed.differ if filled else 'nothing finished'}")
    return f"first run, lock page, {len(shown)} rooms, {filled.typed.answers} answers by keyboard"


def pdf(folder: Path) -> str:
    """Write Arabic text as PDF and check that its font is inside."""
    from PySide6.QtGui import QPdfWriter, QTextDocument

    from app.start import make_application

    make_application()
    file = folder / "arabic.pdf"
    writer = QPdfWriter(str(file))
    document = QTextDocument()
    document.setHtml(f'<p dir="rtl" style="font-family: Noto Sans Arabic">{ARABIC}</p>')
    document.print_(writer)
    del writer
    data = file.read_bytes()
    if not data.startswith(b"%PDF-") or b"/FontFile" not in data:
        raise NotRight("no PDF with its own font came out")
    return f"{len(data)} bytes, font inside"


def workbook(folder: Path) -> str:
    """Save the example's interviews as a workbook and read it again."""
    import io

    from python_calamine import CalamineWorkbook

    from app.storage.export import Choices, export
    from app.storage.workspace import Workspace

    with Workspace.open(folder / "example", passphrase=PASSPHRASE) as workspace:
        (assessment,) = [info for info in workspace.assessments.list() if info.example]
        written = export(workspace, assessment.id, Choices(labels=True, language="Arabic (ar)"))
    rows = CalamineWorkbook.from_filelike(io.BytesIO(written.data)).get_sheet_by_index(0).to_python()
    if len(rows) != written.interviews + 1 or written.interviews < 30:
        raise NotRight(f"{len(rows)} rows for {written.interviews} interviews")
    return f"{written.interviews} interviews, {len(rows[0])} columns"


def exchange(folder: Path) -> str:
    """Start the server as its own process and send an assessment there."""
    from app.commands.offscreen import ServerProcess
    from app.exchange.work import exchange as send_and_receive
    from app.storage.workspace import Workspace

    with (
        ServerProcess(folder / "server") as server,
        Workspace.create(folder / "sender", passphrase=None, person="Self test") as workspace,
    ):
        server.wait()
        assessment = workspace.assessments.create("Self test")
        workspace.outbox.set_server(assessment.id, server.url)
        entry = send_and_receive(workspace, assessment.id)
        waits = workspace.outbox.summary(assessment.id).records
    if waits or entry.refused or not entry.sent:
        raise NotRight(f"{waits} records still wait, {entry.refused}")
    return f"sent {entry.sent} records, receipts here"
