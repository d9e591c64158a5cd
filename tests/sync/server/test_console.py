"""The console in a real browser, beside a real server: sign in, arrivals, a submission, downloads; without scripts."""

from __future__ import annotations

import hashlib
import io
import time
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
import requests
from browser import browser
from device import Device
from lxml import etree
from people import Team
from processes import Server
from selenium.common.exceptions import StaleElementReferenceException
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import WebDriverWait
from workbooks import form_workbook

from forms.submission import Submission, to_xml
from sync.records.canonical import Octets, to_text
from sync.records.kinds import form_version, submission
from sync.records.kinds.attachment import AttachmentName

FORM = """survey
| type            | name    | label             |
| text            | village | Village           |
| select_one water| source  | Source of water   |
| begin repeat    | person  | Person            |
| integer         | age     | Age               |
| end repeat      |         |                   |
| image           | photo   | Photo of the well |
choices
| list_name | name | label     |
| water     | well | Deep well |
| water     | pond | Pond      |
settings
| form_id | version | form_title  |
| wells   | 3       | Wells | """
PHOTO = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 300
NAME = hashlib.sha256(PHOTO).hexdigest()[:32] + ".png"
ANSWERS = (
    ("/data/village", "النهر"),
    ("/data/source", "well"),
    ("/data/person:1/age", "41"),
    ("/data/person:2/age", "7"),
    ("/data/photo", NAME),
    ("/data/meta/instanceName", "Household 12"),
)
INSTANCE = "uuid:5f0c2b1e-0000-4000-8000-00000000000a"


def attachment(data: bytes, media_type: str) -> AttachmentName:
    return AttachmentName(sha256=Octets(hashlib.sha256(data).digest()), size=len(data), type=media_type)


class Site:
    """A server that has an assessment with one interview, and what a browser needs to look at it."""

    def __init__(self, server: Server, team: Team, arrived: bytes) -> None:
        self.server = server
        self.url = server.url
        self.team = team
        self.key = to_text(team.id)
        self.arrived = arrived
        self.code = server.console_code()

    def session(self) -> requests.Session:
        """Return a client that has signed in without a browser."""
        client = requests.Session()
        answer = client.post(f"{self.url}/console/sign-in", data={"code": self.code}, timeout=10)
        assert answer.url.endswith("/console/assessments"), answer.text
        return client


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A server with one interview and its photo."""
    team = Team("console")
    device = Device(team.founder, team.store())
    workbook = form_workbook(FORM)
    files = (attachment(workbook, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),)
    body = form_version.FormVersionBody(
        form_id="wells", title="Wells", version="3", file_name="wells.xlsx", attachments=files
    )
    version = team.founder.write(team.plan_space, form_version.KIND, body)
    device.put(team.plan_space, version)
    finished = team.founder.write(
        team.team_space,
        submission.KIND,
        submission.SubmissionBody(
            form=Octets(version.id),
            instance=INSTANCE,
            answers=ANSWERS,
            attachments=(attachment(PHOTO, "image/png"),),
        ),
    )
    device.put(team.team_space, finished)
    for data in (workbook, PHOTO):
        sha256 = hashlib.sha256(data).digest()
        device.store.append(team.id, sha256, 0, data)
        assert device.store.finish(team.id, sha256)
    with Server(tmp_path_factory.mktemp("console") / "server") as server:
        assert device.exchange(server.url).equal
        yield Site(server, team, finished.id)


@pytest.fixture
def chrome(tmp_path: Path) -> Iterator[Chrome]:
    """A browser with an empty profile."""
    with browser(tmp_path) as opened:
        yield opened


def sign_in(chrome: Chrome, site: Site, code: str) -> None:
    chrome.get(site.url)
    chrome.find_element(By.NAME, "code").send_keys(code)
    chrome.find_element(By.CSS_SELECTOR, "form button").click()
    wait_for(chrome, "header form, #problem")


def wait_for(chrome: Chrome, selector: str) -> WebElement:
    """Return an element of the page that is loading, once it is there."""
    found: WebElement = WebDriverWait(chrome, 15, ignored_exceptions=(StaleElementReferenceException,)).until(
        lambda driver: driver.find_element(By.CSS_SELECTOR, selector)
    )
    return found


def downloaded(folder: Path, ending: str) -> bytes:
    """Wait for a finished download and return its bytes."""
    for _ in range(100):
        found = [path for path in folder.glob(f"*.{ending}") if path.stat().st_size]
        if found:
            return found[0].read_bytes()
        time.sleep(0.1)
    raise AssertionError(f"nothing was downloaded: {list(folder.iterdir())}")


def test_from_the_door_to_the_workbook(chrome: Chrome, site: Site, tmp_path: Path) -> None:
    """A person signs in, sees the assessment, its owner, the interview and its answers, and saves the workbook."""
    sign_in(chrome, site, site.code)
    row = chrome.find_element(By.CSS_SELECTOR, "tbody tr").text
    assert "After the flood" in row
    assert "Nahr Women's Union" in row
    chrome.find_element(By.LINK_TEXT, "After the flood").click()
    wait_for(chrome, ".tiles")
    page = chrome.find_element(By.TAG_NAME, "main").text
    assert "1\ninterview arrived" in page
    assert "Receipt given" in page
    assert "1 of 1" in page
    chrome.find_element(By.LINK_TEXT, "Household 12").click()
    answers = wait_for(chrome, "table.answers").text
    assert "Source of water" in answers
    assert "Deep well" in answers
    assert "النهر" in answers
    chrome.find_element(By.LINK_TEXT, "Downloads").click()
    wait_for(chrome, "form.download-form button").click()
    book = openpyxl.load_workbook(io.BytesIO(downloaded(tmp_path / "downloads", "xlsx")))
    main = [[cell.value for cell in row] for row in book.worksheets[0].iter_rows()]
    assert "Deep well" in main[1]
    assert len(main) == 2
    about = {str(cell.value) for row in book.worksheets[-1].iter_rows() for cell in row}
    assert {"After the flood", "Nahr Women's Union"} <= about


def test_arabic_turns_the_page_around(chrome: Chrome, site: Site) -> None:
    """The language is changed by a link, and the whole page runs from right to left."""
    sign_in(chrome, site, site.code)
    chrome.find_element(By.LINK_TEXT, "العربية").click()
    wait_for(chrome, "html[lang=ar][dir=rtl]")
    assert "التقييمات" in chrome.find_element(By.TAG_NAME, "h1").text
    mark, leave = chrome.find_element(By.CSS_SELECTOR, ".mark"), chrome.find_element(By.CSS_SELECTOR, "header form")
    assert mark.location["x"] > leave.location["x"]
    assert chrome.current_url.endswith("/console/assessments")


def test_nothing_is_shown_without_the_code(chrome: Chrome, site: Site) -> None:
    """A wrong code leads back to the door with a sentence, and pages behind it lead there too."""
    sign_in(chrome, site, "AAAAA-AAAAA-AAAAA-AAAAA")
    assert "not the console code" in chrome.find_element(By.ID, "problem").text
    chrome.get(f"{site.url}/console/{site.key}/arrivals")
    assert chrome.current_url.endswith("/console/sign-in")


def test_no_page_is_wider_than_the_window(chrome: Chrome, site: Site) -> None:
    """At 1366 and at 800 pixels no page scrolls sideways."""
    sign_in(chrome, site, site.code)
    pages = ["assessments", *(f"{site.key}/{name}" for name in ("arrivals", "downloads"))]
    for width in (1366, 800):
        chrome.execute_cdp_cmd(
            "Emulation.setDeviceMetricsOverride",
            {"width": width, "height": 768, "deviceScaleFactor": 1, "mobile": False},
        )
        for page in pages:
            chrome.get(f"{site.url}/console/{page}")
            assert chrome.execute_script("return document.documentElement.scrollWidth") <= width, page


def test_xml_equals_what_the_laptop_would_send(site: Site) -> None:
    """The server's submission and the laptop's are the same after C14N."""
    answer = site.session().get(f"{site.url}/console/{site.key}/submissions/{to_text(site.arrived)}/xml", timeout=10)
    own = to_xml(Submission(form_id="wells", form_version="3", instance=INSTANCE, answers=ANSWERS))
    server_xml, own_xml = (etree.tostring(etree.fromstring(data), method="c14n2") for data in (answer.content, own))
    assert server_xml == own_xml


def test_photo_is_given_and_only_as_a_picture(site: Site) -> None:
    """The photo opens in the browser with a type of its own; nothing can be run from it."""
    sha256 = to_text(hashlib.sha256(PHOTO).digest())
    answer = site.session().get(f"{site.url}/console/{site.key}/files/{sha256}", timeout=10)
    assert answer.content == PHOTO
    assert answer.headers["content-type"] == "image/png"
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_csv_with_codes(site: Site) -> None:
    """Codes are what other programs read; the repeat is a file of its own."""
    client = site.session()
    page = client.get(f"{site.url}/console/{site.key}/downloads", timeout=10)
    form = etree.HTML(page.text).xpath("string(//option[1]/@value)")
    answer = client.get(
        f"{site.url}/console/{site.key}/download",
        params={"form": form, "to": "csv", "values": "codes"},
        timeout=10,
    )
    assert answer.headers["content-type"] == "application/zip"
    assert "wells" in answer.headers["content-disposition"]


@pytest.mark.parametrize(
    "path", ["submissions/AAAA", f"submissions/{'A' * 43}", f"files/{'A' * 43}", f"download?form={'A' * 43}", "nothing"]
)
def test_what_is_not_there_is_a_page_that_says_so(site: Site, path: str) -> None:
    """Unknown addresses are answered 404, never with a failure of the server."""
    assert site.session().get(f"{site.url}/console/{site.key}/{path}", timeout=10).status_code == 404


def test_unknown_assessment(site: Site) -> None:
    """An assessment that is not here is a page that says so."""
    assert site.session().get(f"{site.url}/console/{'A' * 43}/arrivals", timeout=10).status_code == 404


def test_another_site_cannot_post(site: Site) -> None:
    """A form posted from a page of another site is refused."""
    answer = requests.post(
        f"{site.url}/console/sign-in", data={"code": site.code}, headers={"Origin": "https://evil.example"}, timeout=10
    )
    assert answer.status_code == 403
    assert "groundup-session" not in answer.cookies


def test_leaving_ends_the_sign_in(site: Site) -> None:
    """After Leave the same cookie opens nothing."""
    client = site.session()
    cookie = client.cookies["groundup-session"]
    client.post(f"{site.url}/console/leave", timeout=10)
    answer = requests.get(
        f"{site.url}/console/assessments", cookies={"groundup-session": cookie}, timeout=10, allow_redirects=False
    )
    assert answer.headers["location"] == "/console/sign-in"


def test_language_link_leads_nowhere_else(site: Site) -> None:
    """The way back after choosing a language never leaves the console."""
    for back in ("https://evil.example/", "//evil.example", "/console/language/fr?back=x", "/console\\@evil.example"):
        answer = requests.get(
            f"{site.url}/console/language/ar", params={"back": back}, timeout=10, allow_redirects=False
        )
        assert answer.headers["location"] == "/console/assessments"


def test_the_log_holds_no_code_and_no_token(site: Site) -> None:
    """What gives access is never written down by the server, except the code it prints once for its operator."""
    client = site.session()
    client.get(f"{site.url}/console/sign-in?code=SECRET-CODE-1234", timeout=10)
    said = site.server.log.read_text(encoding="utf-8")
    assert "SECRET-CODE-1234" not in said
    assert client.cookies["groundup-session"] not in said
    assert said.count(site.code) == 1
