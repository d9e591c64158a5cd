"""`groundup --main-job`: the main job in the real window, by keyboard, without a screen; says where the results are.

Form in, interview, finish, send to a server of its own (or a named one), and the server's copy compared with ours.
With --stop-after it stops in the middle and waits, so that a test can cut the power; called again it goes on.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import shutil
import sys
import time
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from lxml import etree
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QLabel
from python_calamine import CalamineWorkbook

from app.commands.console import Console, ConsoleFailed
from app.commands.offscreen import Driver, ServerProcess, Stuck
from app.commands.options import data_folder
from app.commands.tour import fill_interview, start_interview, visit_rooms
from app.commands.typist import Typist
from app.design.import_page import ImportPage
from app.design.view import AskView
from app.exchange.view import ExchangeView
from app.interview.view import InterviewView
from app.kit.widgets.buttons import Button
from app.storage.example import FOLDER, FORM
from app.storage.workspace import Workspace

PASSPHRASE = "the main job's own passphrase"
ASSESSMENT, OWNER, PERSON = "The main job", "Shetu Jonokollan", "Rehana"
SEED = 3
EXCHANGE_WAIT = 120.0  # seconds


def parser() -> argparse.ArgumentParser:
    """Return the options; without any, the example's form is used and everything is made anew."""
    options = argparse.ArgumentParser(prog="groundup --main-job", description="Do the main job without a screen.")
    options.add_argument("--into", type=Path, default=None, metavar="DIR", help="where the results go")
    options.add_argument("--form", type=Path, default=FOLDER / FORM, help="form to bring in")
    options.add_argument("--language", default="en", help="language of the window")
    options.add_argument("--seed", type=int, default=SEED, help="the same seed types the same interview")
    options.add_argument("--stop-after", type=int, metavar="N", help="stop after N pages and wait")
    options.add_argument("--server", metavar="URL", help="send to this server instead of one of its own")
    options.add_argument("--console-code", default="", help="console code of that server")
    options.add_argument("--go-on", action="store_true", help="go on with what is in DIR")
    return options


def main(arguments: list[str]) -> int:
    """Do the job; exit 0 when the server's copy equals ours, 1 with a sentence otherwise."""
    options = parser().parse_args(arguments)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    into = options.into or _results()
    if into.exists() and not options.go_on:
        shutil.rmtree(into)
    into.mkdir(parents=True, exist_ok=True)
    begun = time.monotonic()
    try:
        facts = _job(options, into)
    except (Stuck, ConsoleFailed) as failure:
        print(f"The main job did not get to its end: {failure}", file=sys.stderr)
        return 1
    facts["seconds"] = round(time.monotonic() - begun, 1)
    (into / "report.json").write_text(json.dumps(facts, ensure_ascii=False, indent=1), encoding="utf-8")
    for name, fact in facts.items():
        print(f"{name}: {fact}")
    print(f"The results are in {into}: pictures of every screen, report.json, ours.xml, server.xml, server.xlsx")
    return 0


def _results() -> Path:
    root = Path(__file__).parents[2]
    return (root / ".cache" if (root / "pyproject.toml").exists() else data_folder()) / "main-job"


def _job(options: argparse.Namespace, into: Path) -> dict[str, object]:
    folder = into / "workspace"
    if not Workspace.exists(folder):
        Workspace.create(folder, passphrase=PASSPHRASE, person=PERSON, organisation=OWNER).close()
    with ExitStack() as stack:
        server = stack.enter_context(ServerProcess(into / "server")) if options.server is None else None
        driver = Driver(folder, passphrase=PASSPHRASE, language=options.language, pictures=into / "pictures")
        stack.enter_context(driver)
        _until_rooms(driver)
        drafts = driver.aside(lambda workspace: workspace.drafts.list())
        if drafts:
            view = _reopen(driver)
            print(f"reopened at {view.page.ref}", flush=True)
        else:
            _make_assessment(driver)
            version = _bring_in(driver, options.form)
            start_interview(driver, version)
        if options.stop_after is not None:
            _stop(driver, options.seed, options.stop_after)
        filled = fill_interview(driver, seed=options.seed)
        assert filled is not None
        if server is not None:
            server.wait()
        url = server.url if server else options.server
        _send(driver, url)
        visit_rooms(driver, "after_")
        code = server.console_code if server else options.console_code
        facts: dict[str, object] = {
            "form": options.form.name,
            "pages turned": filled.typed.pages,
            "answers typed": filled.typed.answers,
            "not kept as typed": filled.typed.differ,
            "instance": filled.row.instance,
        }
        if code:
            facts.update(_compare(driver, url, code, filled.row.instance, into))
        return facts


def _until_rooms(driver: Driver) -> None:
    driver.until(lambda: driver.program.rooms is not None and driver.program.rooms.shell.room is not None, "the rooms")
    driver.settle()


def _make_assessment(driver: Driver) -> None:
    """Make an assessment in its dialog: name, owner, Enter."""
    rooms = driver.program.rooms
    assert rooms is not None

    def type_it() -> None:
        driver.type(ASSESSMENT)
        driver.press(Qt.Key.Key_Return)

    QTimer.singleShot(200, type_it)
    rooms.new_assessment()
    driver.until(lambda: isinstance(rooms.shell.room, AskView), "the page of forms")
    driver.settle()


def _bring_in(driver: Driver, form: Path) -> str:
    """Bring a form in by typing where it is, look at what is to be mended, put it into use; return the version."""
    room = driver.open_room("ask")
    assert isinstance(room, AskView)
    driver.tab_to(lambda focus: focus is room.drop.path)
    driver.type(str(form.resolve()))
    driver.press(Qt.Key.Key_Return)
    driver.until(lambda: isinstance(room.page, ImportPage), "what is to be mended")
    driver.settle()
    driver.picture("02_to_fix")
    page = room.page
    assert isinstance(page, ImportPage)
    if page.use is None:
        raise Stuck("the form cannot be put into use")
    driver.tab_to(lambda focus: focus is page.use)
    driver.press(Qt.Key.Key_Space)
    driver.until(lambda: not isinstance(room.page, ImportPage), "the form to be put into use")
    versions = driver.aside(lambda workspace: workspace.forms.list(workspace.assessments.find(ASSESSMENT).id))
    return versions[0].id


def _reopen(driver: Driver) -> InterviewView:
    """Open the draft with the button of the notice that says the program was not closed."""
    rooms = driver.program.rooms
    assert rooms is not None
    driver.until(lambda: rooms.shell.notices.isVisible(), "the notice of the draft")
    driver.picture("00_after_the_cut")
    notices = rooms.shell.notices
    driver.tab_to(lambda focus: isinstance(focus, Button) and bool(focus.text()) and notices.isAncestorOf(focus))
    driver.press(Qt.Key.Key_Space)
    driver.until(lambda: isinstance(driver.window.shown, InterviewView), "the draft")
    driver.settle()
    return driver.interview()


def _stop(driver: Driver, seed: int, pages: int) -> None:
    """Type some pages, say where we are once it is on the disk, and wait to be cut off."""
    typist = Typist(driver, seed=seed, stop_after=pages)
    typist.fill()
    view = driver.interview()
    workspace = driver.program.workspace
    assert workspace is not None
    driver.until(lambda: not workspace.writer.pending, "everything to be on the disk")
    print(f"stopped at {view.page.ref}", flush=True)
    while True:
        driver.spin(100)
        time.sleep(0.05)


def _send(driver: Driver, url: str) -> None:
    """Type the server's address, then press Send and receive, by keyboard; wait for the receipt."""
    room = driver.open_room("exchange")
    assert isinstance(room, ExchangeView)
    if room.address.text() != url:
        driver.tab_to(lambda focus: focus is room.address)
        driver.press(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        driver.type(url)
        driver.press(Qt.Key.Key_Return)
        driver.until(lambda: room.button.isVisible() and room.button.isEnabled(), "the server to be chosen")
        driver.settle()
    driver.tab_to(lambda focus: focus is room.button)
    driver.press(Qt.Key.Key_Space)

    def sent() -> bool:
        return driver.aside(
            lambda workspace: workspace.outbox.summary(workspace.assessments.find(ASSESSMENT).id).records == 0
        )

    deadline = time.monotonic() + EXCHANGE_WAIT
    while not sent():
        if time.monotonic() > deadline:
            raise Stuck("not everything was sent: " + " ".join(_said(driver)))
        driver.pause(100)
    driver.settle()
    driver.picture("09_sent")


def _said(driver: Driver) -> Sequence[str]:
    """Return the words of the message under the title."""
    rooms = driver.program.rooms
    return [label.text() for label in rooms.shell.notices.findChildren(QLabel)] if rooms else []


def _compare(driver: Driver, url: str, code: str, instance: str, into: Path) -> dict[str, object]:
    """Compare the server's XML with ours and find the row in its workbook."""
    ours = driver.aside(
        lambda workspace: workspace.submissions.xml(workspace.assessments.find(ASSESSMENT).id, instance, names=False)
    )
    (into / "ours.xml").write_bytes(ours)
    with Console(url, code) as console:
        for assessment in console.assessments():
            for key in console.submissions(assessment):
                theirs = console.xml(assessment, key)
                if instance.encode() not in theirs:
                    continue
                (into / "server.xml").write_bytes(theirs)
                if canonical(ours) != canonical(theirs):
                    raise Stuck("the server's submission differs from ours")
                for book in console.workbooks(assessment):
                    rows = CalamineWorkbook.from_filelike(io.BytesIO(book)).get_sheet_by_index(0).to_python()
                    if any(instance in map(str, row) for row in rows):
                        (into / "server.xlsx").write_bytes(book)
                        return {"server's XML equals ours": True, "in the server's workbook": True}
    raise Stuck("the server has no such submission, or not in its workbook")


def canonical(xml: bytes) -> bytes:
    """Return a document's canonical form (C14N)."""
    done: bytes = etree.tostring(
        etree.fromstring(xml, etree.XMLParser(resolve_entities=False)), method="c14n", with_comments=False
    )
    return done
