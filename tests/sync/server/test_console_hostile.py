"""The console before records that somebody made to hurt: scripts, formulas, wrong bodies, wrong addresses."""

from __future__ import annotations

import csv
import hashlib
import io
import re
import zipfile
from collections.abc import Iterator

import openpyxl
import pytest
import requests
from device import Device
from people import Team
from processes import Server
from workbooks import form_workbook

from app.commands.console import Console
from sync.records.canonical import Octets, to_text
from sync.records.kinds import details, form_version, submission
from sync.records.kinds.attachment import AttachmentName

SCRIPT = '"><script>alert(1)</script><img src=x onerror=alert(2)>'
FORMULA = '=HYPERLINK("http://example.org","x")'
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORM = f"""survey
| type | name | label |
| select_one l | one | {SCRIPT} |
| text | two | Two |
| text | three | Three |
| image | photo | Photo |
choices
| list_name | name | label |
| l | a | {SCRIPT} |
settings
| form_id | form_title |
| bad | {SCRIPT} |"""
PAGE = b"<!doctype html><script>alert(3)</script>"
PAGE_NAME = hashlib.sha256(PAGE).hexdigest()[:32] + ".png"


class Site:
    """A signed-in visit to a server that holds hostile records."""

    def __init__(self, console: Console, url: str, key: str) -> None:
        self.console, self.url, self.key = console, url, key


def attachment(data: bytes, media_type: str) -> AttachmentName:
    return AttachmentName(sha256=Octets(hashlib.sha256(data).digest()), size=len(data), type=media_type)


def put_all(team: Team, device: Device) -> None:
    """Write the records of somebody who may write, and means ill."""
    workbook = form_workbook(FORM)
    version = form_version.FormVersionBody(
        form_id="bad", title=SCRIPT, version=SCRIPT, file_name=SCRIPT, attachments=(attachment(workbook, XLSX),),
        files=(("people.csv", 9), ("others.csv", -3)), marks=(("/data/two", "unheard-of"), ("/data/none", "personal")),
    )  # fmt: skip
    no_file = form_version.FormVersionBody(form_id="none", title="No file", file_name="x", attachments=())
    written = [team.founder.write(team.plan_space, form_version.KIND, body) for body in (version, no_file)]
    written.append(team.founder.write(team.plan_space, form_version.KIND, {"form_id": 7}))
    written.append(team.founder.write(team.plan_space, details.KIND, details.DetailsBody(changes=(("name", SCRIPT),))))
    device.put(team.plan_space, *written)
    answers = (
        ("/data/one", "a"),
        ("/data/two", "x"),
        ("/data/three", FORMULA),
        ("/data/photo", PAGE_NAME),
        ("/data/unknown/deep", SCRIPT),
        ("/data/meta/instanceName", SCRIPT),
        ("/data/a:b:c", "x"),
        (f"/data/hh:{'9' * 5_000}/x", "x"),
        ("/data" + "/a" * 5_000, "x"),
        ("nopath", "\x01"),
    )
    files = (attachment(PAGE, "image/png"),)
    good = submission.SubmissionBody(
        form=Octets(written[0].id), instance=f"uuid:{SCRIPT}", answers=answers, attachments=files
    )
    lost = submission.SubmissionBody(form=Octets(b"x" * 32), instance="uuid:lost", answers=answers)
    made = [team.founder.write(team.team_space, submission.KIND, body) for body in (good, lost)]
    made.append(team.founder.write(team.team_space, submission.KIND, {"answers": "none"}))
    device.put(team.team_space, *made, made[0].without_body())
    for data in (workbook, PAGE):
        sha256 = hashlib.sha256(data).digest()
        device.store.append(team.id, sha256, 0, data)
        assert device.store.finish(team.id, sha256)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The visit."""
    team = Team("hostile")
    device = Device(team.founder, team.store())
    put_all(team, device)
    with Server(tmp_path_factory.mktemp("hostile") / "server") as server:
        device.exchange(server.url)
        with Console(server.url, server.console_code()) as console:
            yield Site(console, server.url, to_text(team.id))


def test_every_page_shows_hostile_words_as_words(site: Site) -> None:
    """No tag of theirs is one in our pages; every page can be shown."""
    paths = ["/console/assessments", f"/console/{site.key}/arrivals", f"/console/{site.key}/downloads"]
    paths += [f"/console/{site.key}/submissions/{each}" for each in site.console.submissions(site.key)[:1]]
    shown = []
    for path in paths:
        answer = site.console._session.get(site.url + path, timeout=20)
        assert answer.status_code in (200, 404), path
        shown.append(answer.text)
    assert any("&lt;script&gt;" in page for page in shown)
    assert not any(re.search(r"<script|<img[^>]*onerror", page) for page in shown)


def test_no_page_fails_whatever_a_record_holds(site: Site) -> None:
    """Bodies of another shape, forms without file, lost forms: said on a page, never a broken one."""
    for key in site.console.submissions(site.key):
        for ending in ("", "/xml"):
            answer = site.console._session.get(f"{site.url}/console/{site.key}/submissions/{key}{ending}", timeout=20)
            assert answer.status_code in (200, 404), (answer.status_code, answer.text[:300])
    page = site.console.get(f"/console/{site.key}/downloads").text
    for form in re.findall(r'<option value="([\w-]{43})">', page):
        answer = site.console._session.get(f"{site.url}/console/{site.key}/download?form={form}&to=xlsx", timeout=20)
        assert answer.status_code in (200, 404), answer.text[:300]


def test_a_spreadsheet_runs_nothing(site: Site) -> None:
    """An answer that begins like a formula is a text in XLSX and in CSV."""
    page = site.console.get(f"/console/{site.key}/downloads").text
    found = 0
    for form in re.findall(r'<option value="([\w-]{43})">', page):
        path = f"{site.url}/console/{site.key}/download?form={form}"
        answer = site.console._session.get(f"{path}&to=xlsx", timeout=20)
        if answer.status_code != 200:
            continue
        cells = [cell for sheet in openpyxl.load_workbook(io.BytesIO(answer.content)) for row in sheet for cell in row]
        assert not any(cell.data_type == "f" for cell in cells)
        found += sum(cell.value == FORMULA for cell in cells)
        data = site.console._session.get(f"{path}&to=csv", timeout=20)
        texts = [data.content]
        if data.headers["Content-Type"].startswith("application/zip"):
            with zipfile.ZipFile(io.BytesIO(data.content)) as archive:
                texts = [archive.read(name) for name in archive.namelist()]
        fields = [field for text in texts for row in csv.reader(io.StringIO(text.decode("utf-8-sig"))) for field in row]
        assert any(FORMULA in field for field in fields), (fields, data.headers)
        assert not any(field.startswith("=") for field in fields)
    assert found


def test_a_page_sent_as_a_picture_is_no_page(site: Site) -> None:
    """The browser is told not to guess, and nothing of it may run."""
    sha = to_text(hashlib.sha256(PAGE).digest())
    answer = site.console.get(f"/console/{site.key}/files/{sha}")
    assert answer.headers["Content-Type"] == "image/png"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


def test_nothing_of_the_console_is_kept_by_a_browser(site: Site) -> None:
    """Pages, files and downloads are for this visit alone."""
    for path in ("/console/assessments", f"/console/{site.key}/arrivals", f"/console/{site.key}/downloads"):
        assert site.console.get(path).headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    "path",
    [
        "/console/..%2f..%2fetc%2fpasswd/arrivals",
        "/console/%00/arrivals",
        "/console/{key}/files/..%2f..%2fserver.db",
        "/console/{key}/files/{key}",
        "/console/{key}/submissions/{key}",
        "/console/{key}/submissions/%F0%9F%92%A9/xml",
        "/console/{key}/download?form=../../x&to=xlsx",
        "/console/{key}/download?form={key}&to=xlsx",
        "/console/{key}/arrivals?from=99999999999999999999",
        "/console/{key}/arrivals?from=-1",
    ],
)
def test_a_made_up_address_is_a_page_that_says_so(site: Site, path: str) -> None:
    """No address leads out of the assessment, and none breaks the server."""
    answer: requests.Response = site.console._session.get(site.url + path.format(key=site.key), timeout=20)
    assert answer.status_code in (200, 404), answer.status_code
    assert answer.headers["Content-Type"].startswith("text/html")
