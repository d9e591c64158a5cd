"""The writer's thread: order, one transaction each, failures reach whoever waits."""

from __future__ import annotations

import threading

import pytest

from app.storage.database import Database
from app.storage.errors import DiskFull, StorageError, WorkspaceReadOnly
from app.storage.writer import Writer

KEY = b"k" * 32


@pytest.fixture
def database(tmp_path):
    """A database with one table."""
    database = Database(tmp_path / "w.db", KEY)
    database.write_connection.execute("create table line (number integer unique, text text) strict")
    yield database
    database.close()


@pytest.fixture
def writer(database):
    """A writer on it."""
    writer = Writer(database)
    yield writer
    writer.close()


def add(writer, number, text="x"):
    """Insert a line."""
    writer.connection.execute("insert into line values (?, ?)", (number, text))
    return number


def numbers(database):
    """Return what a reader sees."""
    with database.read() as connection:
        return [row[0] for row in connection.execute("select number from line order by rowid")]


def test_work_is_done_in_order_and_seen_by_readers(writer, database):
    """What a Future says is done can be read by everyone."""
    futures = [writer.submit(add, writer, number) for number in range(50)]
    assert futures[-1].result(10) == 49
    assert numbers(database) == list(range(50))
    assert writer.wait(10)
    assert writer.pending == 0


def test_failed_work_leaves_nothing_and_stops_nobody(writer, database):
    """Half of a piece of work never stays; the next one runs."""

    def half():
        add(writer, 1)
        raise ValueError("in the middle")

    failed, after = writer.submit(half), writer.submit(add, writer, 2)
    with pytest.raises(ValueError, match="middle"):
        failed.result(10)
    assert after.result(10) == 2
    assert numbers(database) == [2]


def test_a_fault_of_ours_keeps_its_own_exception(writer):
    """A broken rule of the tables is a bug, not a full disk."""
    writer.run(add, writer, 1)
    with pytest.raises(Exception, match="UNIQUE"):
        writer.run(add, writer, 1)


def test_work_inside_work_is_one_transaction(writer, database):
    """An inner piece is undone together with the outer one."""

    def outer():
        writer.run(add, writer, 1)
        assert numbers(database) == [1], "inside, one sees what one has done"
        raise ValueError("outer")

    with pytest.raises(ValueError, match="outer"):
        writer.run(outer)
    assert numbers(database) == []


def test_a_reader_keeps_its_view(writer, database):
    """Within one reading, nothing changes under it."""
    writer.run(add, writer, 1)
    with database.read() as connection:
        before = connection.execute("select count(*) from line").fetchone()[0]
        writer.run(add, writer, 2)
        assert connection.execute("select count(*) from line").fetchone()[0] == before == 1
    assert numbers(database) == [1, 2]


def test_readers_cannot_write(database):
    """Only the writer's thread changes anything."""
    with database.read() as connection, pytest.raises(Exception, match="readonly"):
        connection.execute("insert into line values (1, 'x')")


def test_the_interface_thread_may_queue_but_not_wait(writer, database):
    """Reading and waiting there is refused; queueing is not."""
    database.interface_thread = threading.get_ident()
    future = writer.submit(add, writer, 1)
    for call in (lambda: writer.run(add, writer, 2), lambda: numbers(database)):
        with pytest.raises(StorageError) as error:
            call()
        assert error.value.code == "interface-thread"
    assert future.result(10) == 1
    database.interface_thread = None


def test_every_connection_is_set_as_promised(database):
    """The pragmas of the format's description, on the writer's and on a reader's connection."""
    wanted = {"synchronous": 2, "secure_delete": 1, "temp_store": 2, "trusted_schema": 0, "cell_size_check": 1}
    assert database.write_connection.execute("pragma journal_mode").fetchone()[0] == "wal"
    with database.read() as reader:
        for connection in (database.write_connection, reader):
            found = {name: connection.execute(f"pragma {name}").fetchone()[0] for name in wanted}
            assert found == wanted


def test_the_reserve_is_given_up_once_on_a_full_disk(tmp_path, database):
    """The first full disk costs the reserve and loses nothing; the second is said."""
    writer = Writer(database, reserve=tmp_path / "reserve")
    assert (tmp_path / "reserve").stat().st_size >= 4_000_000
    room = []

    def needs_room():
        if (tmp_path / "reserve").exists() or room:
            raise DiskFull
        return add(writer, 1)

    assert writer.run(needs_room) == 1
    assert writer.disk_low
    room.append("none")
    with pytest.raises(DiskFull):
        writer.run(needs_room)
    assert numbers(database) == [1]
    writer.close()


def test_a_read_only_database_refuses_work(tmp_path, database):
    """Whatever is tried, the sentence says that nothing can be written."""
    reading = Database(database.path, KEY, read_only=True)
    writer = Writer(reading)
    with pytest.raises(WorkspaceReadOnly):
        writer.run(lambda: None)
    writer.close()
    reading.close()


def test_after_closing_nothing_is_taken(writer):
    """Work that could not become durable is refused, not lost."""
    writer.close()
    with pytest.raises(StorageError) as error:
        writer.submit(lambda: None)
    assert error.value.code == "closed"
