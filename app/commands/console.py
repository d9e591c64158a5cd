"""Reads a server's console as a person with a browser would: signs in, follows its links, downloads."""

from __future__ import annotations

import re
from types import TracebackType
from typing import Self

import requests

WAIT = 60  # seconds for one page


class ConsoleFailed(Exception):
    """The console did not show what it should; the text says where."""


class Console:
    """A signed-in visit to the console; use it in a `with`.

    Args:
        url: Address of the server.
        code: The console code that the server printed at its first start.
    """

    def __init__(self, url: str, code: str) -> None:
        self.url, self._code = url.rstrip("/"), code
        self._session = requests.Session()
        self._session.trust_env = False

    def __enter__(self) -> Self:
        """Sign in."""
        answer = self._session.post(
            f"{self.url}/console/sign-in", data={"code": self._code}, headers={"Origin": self.url}, timeout=WAIT
        )
        if not answer.ok or "/console/sign-in" in answer.url:
            raise ConsoleFailed("the console code was refused")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Leave."""
        self._session.close()

    def get(self, path: str) -> requests.Response:
        """Return one page or download.

        Raises:
            ConsoleFailed: there is none.
        """
        answer = self._session.get(f"{self.url}{path}", timeout=WAIT)
        if not answer.ok:
            raise ConsoleFailed(f"{path}: {answer.status_code}")
        return answer

    def assessments(self) -> list[str]:
        """Return the keys of the assessments listed."""
        return list(
            dict.fromkeys(re.findall(r'href="/console/([\w-]+)/arrivals"', self.get("/console/assessments").text))
        )

    def submissions(self, assessment: str) -> list[str]:
        """Return the keys of the submissions on the first page of arrivals."""
        page = self.get(f"/console/{assessment}/arrivals").text
        return list(dict.fromkeys(re.findall(rf'href="/console/{assessment}/submissions/([\w-]+)"', page)))

    def xml(self, assessment: str, submission: str) -> bytes:
        """Return the XML of a submission."""
        return self.get(f"/console/{assessment}/submissions/{submission}/xml").content

    def workbooks(self, assessment: str, values: str = "codes") -> list[bytes]:
        """Return one XLSX per form; `values` is "codes" or "labels"."""
        page = self.get(f"/console/{assessment}/downloads").text
        keys = re.findall(r'<option value="([\w-]+)">', page.partition('name="values"')[0])
        return [self.get(f"/console/{assessment}/download?form={key}&to=xlsx&values={values}").content for key in keys]
