"""A workspace: one folder with everything of one laptop, encrypted; the door to all nouns of storage."""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
import tempfile
from pathlib import Path
from types import TracebackType

from app.storage import backups as backup_files
from app.storage import migrations, profile
from app.storage.assembling import Assembling
from app.storage.assessments import Assessments
from app.storage.attachments import Attachments
from app.storage.author import Author
from app.storage.backups import LOCK, Backups
from app.storage.core import Clock, Core, iso, system_clock
from app.storage.database import FILE_NAME, Database
from app.storage.device import Device
from app.storage.drafts import Drafts
from app.storage.errors import (
    DiskFull,
    StorageError,
    WorkspaceBroken,
    WorkspaceExists,
    WorkspaceReadOnly,
    from_system,
)
from app.storage.folding import Folding
from app.storage.form_shelf import FormShelf
from app.storage.forms import Forms
from app.storage.invitations import Invitations
from app.storage.names import Names
from app.storage.outbox import Outgoing
from app.storage.profile import Profile, Settings
from app.storage.records import Records
from app.storage.sameness import Sameness
from app.storage.submission_table import SubmissionTable
from app.storage.submissions import Submissions
from app.storage.writer import Writer
from app.vault import keyring, keys
from app.vault.files import keep_reserve, make_private, release_reserve
from app.vault.lock import Lock
from app.vault.media import MediaVault

RESERVE = "reserve"
RECOVERY_CODE = "recovery_code"
SWEEP_AGE = 24 * 3600.0  # seconds; a younger file may belong to a row that is just being written


class Workspace:
    """An opened workspace. Close it; or use it in a `with`.

    Only methods that return a Future, `settings`, `profile` and `writer.pending` may be used on the interface thread.
    """

    def __init__(self, core: Core, *, protected: bool, read_only: bool, lock: Lock | None, rescue: Path | None) -> None:
        self._core = core
        self._lock = lock
        self._rescue = rescue
        self._closed = False
        self.folder = core.folder
        self.read_only = read_only
        self.writer = core.writer
        self.profile: Profile = profile.load(core, protected=protected)
        self.settings = Settings(core)
        self.backups = Backups(core, self.settings)
        shelf, names, table = FormShelf(core), Names(core), SubmissionTable(core)
        assembling = Assembling(shelf, names)
        folding = Folding(core, shelf, names, assembling, table)
        self.records = Records(core, folding)
        self.attachments = Attachments(core, self.records, folding)
        author = Author(core, self.records)
        self.assessments = Assessments(core, author, self.records)
        self.forms = Forms(core, author, shelf)
        self.sameness = Sameness(core, author, shelf)
        self.submissions = Submissions(core, author, self.records, shelf, names, assembling, table)
        self.drafts = Drafts(core, self.forms, self.submissions)
        self.outbox = Outgoing(core)
        self.device = Device(core, author, self.records, self.attachments, self.outbox)
        self.invitations = Invitations(core, author, self.records, self.assessments, names)
        self.records.after_rights = self.invitations.share_names

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
        cost: keys.Cost | None = None,
    ) -> Workspace:
        """Make a workspace in an empty or new folder and open it.

        Args:
            passphrase: None or "" leaves the data unprotected on this laptop (keys lie beside it in clear).
            interface_thread: threading.get_ident() of the thread that must never wait for the disk.
            cost: Work of argon2id; measured on this machine when None.
        Raises:
            WorkspaceExists: there is one already. WorkspaceReadOnly, DiskFull.
        """
        clock = clock or system_clock
        try:
            make_private(folder)
        except OSError as error:
            raise from_system(error, folder) from error
        lock = Lock(folder / LOCK)
        try:
            if cls.exists(folder):
                raise WorkspaceExists(folder=str(folder))
            opened = keyring.Keys(secrets.token_hex(16), keys.random_key(), keys.random_key())
            code = keys.new_code() if passphrase else None
            ring = keyring.Keyring(()).with_profile(opened, passphrase=passphrase, code=code, cost=cost)
            unfinished = folder / f"{FILE_NAME}.new"
            for name in (unfinished.name, f"{unfinished.name}-wal", f"{unfinished.name}-shm"):
                (folder / name).unlink(missing_ok=True)
            database = Database(unfinished, opened.data)
            try:
                writer = Writer(database)
                assert database.write_connection is not None  # opened for writing
                migrations.migrate(database.write_connection)
                core = Core(folder, database, writer, MediaVault(folder / "media", opened.data), opened, clock)
                writer.run(
                    lambda: profile.insert(
                        writer.connection,
                        opened,
                        person=person,
                        organisation=organisation,
                        language=language,
                        purpose=purpose,
                        created=iso(clock()),
                    )
                )
                Settings(core).set(RECOVERY_CODE, code)
                writer.close()
            finally:
                database.close()
            keyring.save(folder, ring)
            os.replace(unfinished, folder / FILE_NAME)
            return cls._opened(folder, opened, ring, lock, interface_thread=interface_thread, clock=clock)
        except OSError as error:
            lock.release()
            raise from_system(error, folder) from error
        except BaseException:
            lock.release()
            raise

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
            read_only: For commands while a window is open, and for a folder that cannot be written (then database and
                log are copied elsewhere and the copy is opened): nothing can be written, no lock is taken.
        Raises:
            WorkspaceMissing, WrongPassphrase, WorkspaceNewer, WorkspaceInUse, WorkspaceBroken, WorkspaceReadOnly.
        """
        clock = clock or system_clock
        if read_only:
            backup_files.require(folder)
            ring = keyring.load(folder)
            return cls._opened_to_read(folder, ring.open(passphrase), ring, interface_thread, clock)
        if not (folder / backup_files.RESTORING / backup_files.READY).exists():
            backup_files.require(folder)
        if not _writable(folder):
            raise WorkspaceReadOnly(folder=str(folder))
        lock = Lock(folder / LOCK)
        try:
            backup_files.finish_restore(folder)
            ring = keyring.load(folder)
            opened = ring.open(passphrase)
            return cls._opened(folder, opened, ring, lock, interface_thread=interface_thread, clock=clock)
        except OSError as error:
            lock.release()
            raise from_system(error, folder) from error
        except BaseException:
            lock.release()
            raise

    @classmethod
    def _opened(
        cls,
        folder: Path,
        opened: keyring.Keys,
        ring: keyring.Keyring,
        lock: Lock,
        *,
        interface_thread: int | None,
        clock: Clock,
    ) -> Workspace:
        database = _database(folder, opened.data)
        media = MediaVault(folder / "media", opened.data)
        writer: Writer | None = None
        try:
            assert database.write_connection is not None  # opened for writing
            writer = Writer(database, reserve=folder / RESERVE)
            core = Core(folder, database, writer, media, opened, clock)
            _migrate(core)
            workspace = cls(core, protected=ring.protected(opened.profile), read_only=False, lock=lock, rescue=None)
        except BaseException:
            if writer is not None:
                writer.close()
            database.close()
            raise
        database.interface_thread = interface_thread
        return workspace

    @classmethod
    def _opened_to_read(
        cls,
        folder: Path,
        opened: keyring.Keys,
        ring: keyring.Keyring,
        interface_thread: int | None,
        clock: Clock,
    ) -> Workspace:
        path, rescue, immutable = folder / FILE_NAME, None, False
        if not _writable(folder):
            if (folder / f"{FILE_NAME}-wal").exists():
                rescue = Path(tempfile.mkdtemp(prefix="groundup-rescue-"))
                for name in (FILE_NAME, f"{FILE_NAME}-wal"):
                    shutil.copyfile(folder / name, rescue / name)
                path = rescue / FILE_NAME
            else:
                immutable = True
        database = Database(path, opened.data, read_only=True, immutable=immutable)
        writer = Writer(database)
        try:
            with database.read() as connection:
                migrations.check_not_newer(connection)
                if not migrations.is_current(connection):
                    raise WorkspaceReadOnly(folder=str(folder))
            core = Core(folder, database, writer, MediaVault(folder / "media", opened.data), opened, clock)
            workspace = cls(core, protected=ring.protected(opened.profile), read_only=True, lock=None, rescue=rescue)
        except BaseException:
            writer.close()
            database.close()
            if rescue is not None:
                shutil.rmtree(rescue, ignore_errors=True)
            raise
        database.interface_thread = interface_thread
        return workspace

    @staticmethod
    def exists(folder: Path) -> bool:
        """Say whether a workspace lies in the folder."""
        return (folder / FILE_NAME).is_file() or (folder / backup_files.RESTORING / backup_files.READY).is_file()

    @staticmethod
    def needs_passphrase(folder: Path) -> bool:
        """Say whether a passphrase must be asked for. Raises StorageError `keys-broken`."""
        return keyring.load(folder).needs_passphrase

    def recovery_code(self) -> str | None:
        """Return the printable recovery code (groups of five); None when there is no passphrase."""
        code = self.settings.get(RECOVERY_CODE)
        return str(code) if code and self.profile.protected else None

    def set_passphrase(self, passphrase: str | None, *, cost: keys.Cost | None = None) -> None:
        """Change, set or remove the passphrase of this profile; the recovery code stays."""
        self._core.database.check_thread()
        if self.read_only:
            raise WorkspaceReadOnly(folder=str(self.folder))
        code = self.settings.get(RECOVERY_CODE) or keys.new_code()
        self.settings.set(RECOVERY_CODE, code)
        self.writer.wait()
        ring = keyring.load(self.folder).with_profile(self._core.keys, passphrase=passphrase, code=code, cost=cost)
        keyring.save(self.folder, ring)
        self.profile = profile.load(self._core, protected=ring.protected(self.profile.id))

    def set_profile(
        self,
        *,
        person: str | None = None,
        organisation: str | None = None,
        language: str | None = None,
        purpose: str | None = None,
    ) -> Profile:
        """Change what is said about the person; None leaves a field."""
        given = {"person": person, "organisation": organisation, "language": language, "purpose": purpose}
        fields = {name: value for name, value in given.items() if value is not None}
        self.profile = profile.change(self._core, self.profile, **fields)
        return self.profile

    def tidy(self) -> None:
        """Do the day's housekeeping: check and backup when due, old removed drafts, media nothing names, the reserve.

        Call it once after opening, off the interface thread; it may take seconds.

        Raises:
            WorkspaceBroken: damage was found; no backup was made, so the older, good ones stay.
        """
        if self.read_only:
            return
        try:
            self._tidy()
        except StorageError as error:
            if error.code != "closed":  # the window was closed or locked meanwhile: the next opening does it
                raise

    def _tidy(self) -> None:
        if self.backups.due():
            self.check()
            self.backups.make()
        self.drafts.purge()
        self.attachments.sweep(older_than=SWEEP_AGE)
        if keep_reserve(self.folder / RESERVE):
            self.writer.disk_low = False

    def check(self) -> None:
        """Read the whole database and compare every page with its seal. Raises WorkspaceBroken."""
        with self._core.database.read() as connection:
            pages = connection.execute("pragma cipher_integrity_check").fetchall()
            found = connection.execute("pragma integrity_check").fetchall()
        if pages or [row[0] for row in found] != ["ok"]:
            raise WorkspaceBroken(folder=str(self.folder))

    def close(self) -> None:
        """Wait for the writer, fold the log into the database, release the lock. A second call does nothing."""
        if self._closed:
            return
        self._closed = True
        self.writer.close()
        self._core.database.close()
        if self._lock is not None:
            self._lock.release()
        if self._rescue is not None:
            shutil.rmtree(self._rescue, ignore_errors=True)

    def __enter__(self) -> Workspace:
        """Return itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close."""
        self.close()


def _database(folder: Path, key: bytes) -> Database:
    """Open the database for writing; on a full disk the reserve makes room for its log."""
    try:
        return Database(folder / FILE_NAME, key)
    except DiskFull:
        if not release_reserve(folder / RESERVE):
            raise
        return Database(folder / FILE_NAME, key)


def _migrate(core: Core) -> None:
    """Bring an older database to today's shape, a backup first."""

    def backup_first() -> None:
        Backups(core, Settings(core)).make()

    connection = core.database.write_connection
    assert connection is not None  # opened for writing
    migrations.migrate(connection, before=backup_first)


def _writable(folder: Path) -> bool:
    """Say whether files can be made in the folder; asked by making one, since rights alone do not tell."""
    if not os.access(folder, os.W_OK):
        return False
    probe = folder / f"probe-{secrets.token_hex(4)}"
    try:
        with open(probe, "xb"):
            pass
    except OSError as error:
        return not isinstance(from_system(error, folder), WorkspaceReadOnly)
    with contextlib.suppress(OSError):
        probe.unlink()
    return True
