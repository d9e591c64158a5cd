"""A workspace: one folder with everything of one laptop, encrypted; the door to all nouns of storage."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any

from app.storage.assessments import Assessments
from app.storage.backups import Backups
from app.storage.drafts import Drafts
from app.storage.forms import Forms
from app.storage.invitations import Invitations
from app.storage.outbox import Outgoing
from app.storage.submissions import Submissions
from app.storage.writer import Writer

Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Profile:
    """The person who opened the workspace.

    Args:
        id: Random hex text.
        person: Name as typed.
        organisation: "" when none was given.
        language: Interface language, "en", "fr", "ar".
        purpose: "ask", "design" or "both": sets the home page only.
        protected: A passphrase guards it.
    """

    id: str
    person: str
    organisation: str
    language: str
    purpose: str
    protected: bool


class Settings:
    """Settings of this user on this laptop: JSON values by name. `get` never touches the disk."""

    def get(self, name: str, default: Any = None) -> Any:
        """Return a setting."""
        raise NotImplementedError

    def set(self, name: str, value: Any) -> None:
        """Queue a setting to be kept; does not block."""
        raise NotImplementedError


class Workspace:
    """An opened workspace. Close it; or use it in a `with`.

    Only methods that return a Future, `settings`, `profile` and `writer.pending` may be used on the interface thread.
    """

    folder: Path
    profile: Profile
    read_only: bool
    settings: Settings
    writer: Writer
    assessments: Assessments
    forms: Forms
    drafts: Drafts
    submissions: Submissions
    outbox: Outgoing
    invitations: Invitations
    backups: Backups

    @classmethod
    def create(
        cls,
        folder: Path,
        *,
        passphrase: str | None,
        person: str,
        organisation: str = "",
        language: str = "en",
        purpose: str = "both",
        clock: Clock | None = None,
        interface_thread: int | None = None,
    ) -> Workspace:
        """Make a workspace in an empty or new folder and open it.

        Args:
            passphrase: None or "" leaves the data unprotected on this laptop (keys lie beside it in clear).
            interface_thread: threading.get_ident() of the thread that must never wait for the disk.
        Raises:
            WorkspaceExists: there is one already. WorkspaceReadOnly, DiskFull.
        """
        raise NotImplementedError

    @classmethod
    def open(
        cls,
        folder: Path,
        *,
        passphrase: str | None,
        interface_thread: int | None = None,
        read_only: bool = False,
        clock: Clock | None = None,
    ) -> Workspace:
        """Open a workspace.

        Args:
            passphrase: The passphrase or the recovery code; None when the workspace has none.
            read_only: For commands while a window is open: nothing can be written, no lock is taken.
        Raises:
            WorkspaceMissing, WrongPassphrase, WorkspaceNewer, WorkspaceInUse, WorkspaceBroken, WorkspaceReadOnly.
        """
        raise NotImplementedError

    @staticmethod
    def exists(folder: Path) -> bool:
        """Say whether a workspace lies in the folder."""
        raise NotImplementedError

    @staticmethod
    def needs_passphrase(folder: Path) -> bool:
        """Say whether a passphrase must be asked for."""
        raise NotImplementedError

    def recovery_code(self) -> str | None:
        """Return the printable recovery code (groups of five); None when there is no passphrase."""
        raise NotImplementedError

    def set_passphrase(self, passphrase: str | None) -> None:
        """Change, set or remove the passphrase of this profile; the recovery code stays."""
        raise NotImplementedError

    def set_profile(
        self,
        *,
        person: str | None = None,
        organisation: str | None = None,
        language: str | None = None,
        purpose: str | None = None,
    ) -> Profile:
        """Change what is said about the person; None leaves a field."""
        raise NotImplementedError

    def close(self) -> None:
        """Wait for the writer, fold the log into the database, release the lock."""
        raise NotImplementedError

    def __enter__(self) -> Workspace:
        """Return itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close."""
        self.close()
