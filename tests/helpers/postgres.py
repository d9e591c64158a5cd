"""Starts a PostgreSQL of our own on loopback for tests, or says why there is none."""

from __future__ import annotations

import os
import pwd
import secrets
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

UNPRIVILEGED = "postgres"  # initdb refuses to run as root


@contextmanager
def running_postgres() -> Iterator[str]:
    """Yield the URL of an empty cluster ("postgresql://…/postgres"), removed afterwards; skip without one."""
    programs = _programs()
    if programs is None:
        pytest.skip("PostgreSQL's programs (initdb, pg_ctl) are not installed")
    account = _account()
    folder = Path(tempfile.mkdtemp(prefix="groundup-pg-"))
    try:
        if account is not None:
            os.chown(folder, account.pw_uid, account.pw_gid)
        port = _free_port()
        _run(account, programs / "initdb", "-D", folder / "data", "-U", "groundup", "-A", "trust", "-E", "UTF8")
        options = f"-h 127.0.0.1 -p {port} -k '' -c fsync=off -c max_connections=60"
        _run(account, programs / "pg_ctl", "-D", folder / "data", "-l", folder / "log", "-w", "-o", options, "start")
        try:
            yield f"postgresql://groundup@127.0.0.1:{port}/postgres"
        finally:
            _run(account, programs / "pg_ctl", "-D", folder / "data", "-w", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def fresh_postgres_database(cluster: str) -> Iterator[str]:
    """Yield the URL of a new database in the cluster, dropped afterwards."""
    import psycopg

    name = f"t{secrets.token_hex(8)}"
    with psycopg.connect(cluster, autocommit=True) as connection:
        connection.execute(f'create database "{name}"')  # type: ignore[call-overload, unused-ignore]
    try:
        yield cluster.removesuffix("/postgres") + f"/{name}"
    finally:
        with psycopg.connect(cluster, autocommit=True) as connection:
            connection.execute(f'drop database "{name}" with (force)')  # type: ignore[call-overload, unused-ignore]


def _programs() -> Path | None:
    for folder in sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True):
        if (folder / "initdb").exists() and (folder / "pg_ctl").exists():
            return folder
    found = shutil.which("pg_ctl")
    return Path(found).resolve().parent if found else None


def _account() -> pwd.struct_passwd | None:
    """Return the account to run as, None when we are not root."""
    if os.geteuid() != 0:
        return None
    try:
        return pwd.getpwnam(UNPRIVILEGED)
    except KeyError:
        pytest.skip(f"PostgreSQL does not run as root and there is no user '{UNPRIVILEGED}'")


def _run(account: pwd.struct_passwd | None, *words: str | Path) -> None:
    done = subprocess.run(
        [str(word) for word in words],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        user=None if account is None else account.pw_uid,
        group=None if account is None else account.pw_gid,
        extra_groups=None if account is None else [],
        cwd="/",
        env={"PATH": os.environ.get("PATH", "/usr/bin:/bin"), "LC_ALL": "C.UTF-8"},
        timeout=60,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"{words[0]} failed: {done.stderr.decode(errors='replace')}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
