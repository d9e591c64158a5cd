"""The console's routes: each makes one page from what `arrivals` and `submissions` read."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import parse_qs, quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from sqlalchemy.exc import SQLAlchemyError
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from sync.errors import RecordRefused, SyncError
from sync.errors import words as reason
from sync.records.canonical import from_text, to_text
from sync.records.header import HASH_SIZE, ID_SIZE
from sync.server.bodies import read_body
from sync.server.codes import TryResult
from sync.server.console import sign_in as door
from sync.server.console.arrivals import PAGE, Arrivals
from sync.server.console.submissions import Submissions
from sync.server.console.words import LANGUAGES, Words, choose_language
from sync.server.problems import Problem
from sync.server.service import Service

LOG = logging.getLogger("groundup.console")
TEMPLATES = Path(__file__).parent / "templates"
LANGUAGE_COOKIE = "groundup-language"
YEAR = 365 * 24 * 60 * 60  # seconds
FORM_LIMIT = 4_000  # bytes of a posted form
ASSESSMENTS = "/console/assessments"
SHOWN_INLINE = frozenset({"image/jpeg", "image/png", "image/gif", "image/webp"})
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
    "frame-ancestors 'none'; base-uri 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-store",
}
KINDS = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "zip": "application/zip",
}
Page = Callable[[Request, Words], Awaitable[Response]]


class Run(Protocol):
    """Runs a function on a thread."""

    async def __call__(self, function: Callable[..., Any], *arguments: Any) -> Any:
        """Return what the function returns."""
        ...


def console_routes(service: Service, run: Run) -> list[Route]:
    """Return the routes of the console."""
    pages = _Pages(service, run)
    one = "/console/{assessment}"
    return [
        Route("/console", pages.open(pages.start)),
        Route("/console/style.css", pages.style),
        Route("/console/mark.svg", pages.mark),
        Route("/console/sign-in", pages.open(pages.sign_in), methods=["GET", "POST"]),
        Route("/console/leave", pages.open(pages.leave), methods=["POST"]),
        Route("/console/language/{language}", pages.open(pages.language)),
        Route(ASSESSMENTS, pages.behind_door(pages.assessments)),
        Route(f"{one}/arrivals", pages.behind_door(pages.arrivals)),
        Route(f"{one}/downloads", pages.behind_door(pages.downloads)),
        Route(f"{one}/download", pages.behind_door(pages.download)),
        Route(f"{one}/submissions/{{record}}", pages.behind_door(pages.submission)),
        Route(f"{one}/submissions/{{record}}/xml", pages.behind_door(pages.xml)),
        Route(f"{one}/files/{{sha256}}", pages.behind_door(pages.file)),
        Route("/console/{rest:path}", pages.open(pages.nowhere)),
    ]


class _Pages:
    """The pages of one service."""

    def __init__(self, service: Service, run: Run) -> None:
        self._service = service
        self._run = run
        self._templates = Environment(
            loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True
        )
        zone = datetime.now(UTC).astimezone().tzinfo
        self._zone = zone
        self._arrivals = Arrivals(service, zone)
        self._submissions = Submissions(service, self._arrivals)

    # How every page is answered

    def open(self, page: Page) -> Callable[[Request], Awaitable[Response]]:
        """Return the endpoint of a page that needs no sign-in."""

        async def endpoint(request: Request) -> Response:
            language = choose_language(request.cookies.get(LANGUAGE_COOKIE), request.headers.get("accept-language", ""))
            words = Words(language, datetime.fromtimestamp(self._service.clock() / 1000, self._zone))
            try:
                response = await page(request, words)
            except Problem as error:
                response = self._message(request, words, error.status, error.code)
            except (SyncError, RecordRefused) as error:
                response = self._message(request, words, 404, error.code)
            except SQLAlchemyError:
                LOG.exception("the database did not answer: %s", request.url.path)
                response = self._message(request, words, 503, "server_trouble")
            response.headers.update({name: text for name, text in HEADERS.items() if name not in response.headers})
            return response

        return endpoint

    def behind_door(self, page: Page) -> Callable[[Request], Awaitable[Response]]:
        """Return the endpoint of a page for those who signed in; others are led to the door."""

        async def guarded(request: Request, words: Words) -> Response:
            if not await self._run(door.is_signed_in, self._service, request.cookies.get(door.COOKIE, "")):
                return RedirectResponse("/console/sign-in", status_code=303)
            return await page(request, words)

        return self.open(guarded)

    def _show(self, request: Request, words: Words, name: str, *, status: int = 200, **facts: Any) -> Response:
        here = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        shared = {
            "language": words.language,
            "direction": words.direction,
            "languages": LANGUAGES,
            "text": words.text,
            "plural": words.plural,
            "number": words.number,
            "size": words.size,
            "day": words.day,
            "time": words.time,
            "short_day": words.short_day,
            "moment": words.moment,
            "now": words.now,
            "zone": words.now.tzname() or "",
            "version": _version(),
            "here": here,
            "signed_in": True,
            "page": "",
        }
        page = self._templates.get_template(name).render({**shared, **facts})
        return HTMLResponse(page, status_code=status)

    def _message(self, request: Request, words: Words, status: int, code: str) -> Response:
        facts = {
            "heading": words.text("This page cannot be shown"),
            "sentence": reason(code, words.language),
            "signed_in": False,
        }
        return self._show(request, words, "message.html", status=status, **facts)

    # The door

    async def start(self, _request: Request, _words: Words) -> Response:
        """Lead to the first page."""
        return RedirectResponse(ASSESSMENTS, status_code=303)

    async def sign_in(self, request: Request, words: Words) -> Response:
        """Ask for the console code, and try it."""
        if request.method == "GET":
            return self._show(request, words, "sign_in.html", signed_in=False, problem="")
        if not door.is_own_form(request):
            raise Problem(403, "other_site")
        fields = parse_qs((await read_body(request, FORM_LIMIT)).decode("utf-8", "replace"))
        origin = request.client.host if request.client is not None else ""
        result, token = await self._run(door.sign_in, self._service, fields.get("code", [""])[0], origin)
        if result is TryResult.RIGHT:
            response = RedirectResponse(ASSESSMENTS, status_code=303)
            door.give_cookie(response, request, token)
            return response
        sentence = (
            words.text("This is not the console code of this server. Compare it letter by letter.")
            if result is TryResult.WRONG
            else words.text("Too many wrong codes in the last minute. Wait a minute, then try again.")
        )
        status = 403 if result is TryResult.WRONG else 429
        return self._show(request, words, "sign_in.html", status=status, signed_in=False, problem=sentence)

    async def nowhere(self, _request: Request, _words: Words) -> Response:
        """Say that an address leads to no page."""
        raise Problem(404, "not_found")

    async def leave(self, request: Request, _words: Words) -> Response:
        """End the sign-in."""
        if not door.is_own_form(request):
            raise Problem(403, "other_site")
        await self._run(door.leave, self._service, request.cookies.get(door.COOKIE, ""))
        response = RedirectResponse("/console/sign-in", status_code=303)
        response.delete_cookie(door.COOKIE, path="/console")
        return response

    async def language(self, request: Request, _words: Words) -> Response:
        """Remember the language and go back to the page."""
        back = request.query_params.get("back", ASSESSMENTS)
        own = back.startswith("/console") and "\\" not in back and not back.startswith("/console/language")
        response = RedirectResponse(back if own else ASSESSMENTS, status_code=303)
        chosen = request.path_params["language"]
        if chosen in dict(LANGUAGES):
            response.set_cookie(LANGUAGE_COOKIE, chosen, max_age=YEAR, path="/console", httponly=True, samesite="lax")
        return response

    # The pages

    async def assessments(self, request: Request, words: Words) -> Response:
        """List the assessments."""
        lines = await self._run(self._arrivals.assessments)
        return self._show(request, words, "assessments.html", page="assessments", assessments=lines)

    async def arrivals(self, request: Request, words: Words) -> Response:
        """Show what arrived in an assessment."""
        assessment = _part(request, "assessment", ID_SIZE)
        first = _number(request.query_params.get("from", "0"))

        def collect() -> dict[str, Any]:
            summary = self._arrivals.summary(assessment, words.now)
            shown = self._arrivals.page(assessment, first)
            return {
                "assessment": self._heading(assessment),
                "summary": summary,
                "arrivals": shown,
                "days": self._arrivals.days(assessment, words.now),
                "forms": self._arrivals.forms(assessment),
                "first": first + 1,
                "last": first + len(shown),
                "newer": max(first - PAGE, 0) if first else None,
                "older": first + PAGE if first + len(shown) < summary.submissions else None,
            }

        return self._show(request, words, "arrivals.html", page="arrivals", **await self._run(collect))

    async def downloads(self, request: Request, words: Words) -> Response:
        """Offer the downloads of an assessment."""
        assessment = _part(request, "assessment", ID_SIZE)
        heading = await self._run(self._heading, assessment)
        forms = await self._run(self._arrivals.forms, assessment)
        return self._show(request, words, "downloads.html", page="downloads", assessment=heading, forms=forms)

    async def download(self, request: Request, words: Words) -> Response:
        """Give the submissions of a form as a file."""
        assessment, asked = _part(request, "assessment", ID_SIZE), request.query_params
        form, kind = _id(asked.get("form", "")), asked.get("to", "xlsx")
        if kind not in ("xlsx", "csv"):
            raise Problem(400, "bad_message")
        labels = asked.get("values", "labels") != "codes"

        def make() -> tuple[bytes, str, str]:
            return self._submissions.download(assessment, form, kind=kind, labels=labels, words=words)

        data, ending, title = await self._run(make)
        return Response(data, media_type=KINDS[ending], headers=_as_file(f"{title}.{ending}"))

    async def submission(self, request: Request, words: Words) -> Response:
        """Show one submission."""
        assessment, record = _part(request, "assessment", ID_SIZE), _part(request, "record", ID_SIZE)
        heading = await self._run(self._heading, assessment)
        view = await self._run(self._submissions.view, assessment, record, words)
        aside = reason(view.aside, words.language) if view.aside else ""
        return self._show(
            request, words, "submission.html", page="arrivals", assessment=heading, submission=view, aside=aside
        )

    async def xml(self, request: Request, _words: Words) -> Response:
        """Give one submission as OpenRosa XML."""
        assessment, record = _part(request, "assessment", ID_SIZE), _part(request, "record", ID_SIZE)
        data = await self._run(self._submissions.xml, assessment, record)
        return Response(data, media_type="text/xml", headers=_as_file(f"{to_text(record)[:16]}.xml"))

    async def file(self, request: Request, _words: Words) -> Response:
        """Give an attachment; only pictures are shown in the page's own window."""
        assessment, sha256 = _part(request, "assessment", ID_SIZE), _part(request, "sha256", HASH_SIZE)
        data, kind = await self._run(self._submissions.file, assessment, sha256)
        if kind in SHOWN_INLINE:
            return Response(data, media_type=kind)
        return Response(data, media_type="application/octet-stream", headers=_as_file(f"{sha256.hex()[:16]}.bin"))

    async def style(self, _request: Request) -> Response:
        """Give the style sheet."""
        return FileResponse(TEMPLATES / "style.css", media_type="text/css", headers={"Cache-Control": "max-age=300"})

    async def mark(self, _request: Request) -> Response:
        """Give the mark."""
        return FileResponse(
            TEMPLATES / "mark.svg", media_type="image/svg+xml", headers={"Cache-Control": "max-age=300"}
        )

    def _heading(self, assessment: bytes) -> dict[str, str]:
        name, owner = self._arrivals.name_and_owner(assessment, self._service.store.rights(assessment))
        return {"key": to_text(assessment), "name": name, "owner": owner}


def _part(request: Request, name: str, length: int) -> bytes:
    return _id(request.path_params[name], length)


def _id(text: str, length: int = ID_SIZE) -> bytes:
    """Return the id in an address. Raises Problem: 404, it is none."""
    try:
        return from_text(text, length=length)
    except RecordRefused as error:
        raise Problem(404, "not_found") from error


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def _as_file(name: str) -> dict[str, str]:
    """Return the header that saves an answer under a name of any script."""
    plain = "".join(letter if letter.isascii() and (letter.isalnum() or letter in "-_.") else "_" for letter in name)
    return {"Content-Disposition": f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"}


def _version() -> str:
    try:
        return version("groundup")
    except PackageNotFoundError:
        return ""
