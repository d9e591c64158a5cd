"""The review table over ten thousand interviews."""

from __future__ import annotations

import time

import pytest

from app.storage.outbox import ReceiptRow
from app.storage.submissions import Filter, Sort

ROWS = 10_000
MOST_SECONDS = 1.0  # generous: the aim is 0.3 s on an old laptop, and tests share their machine


@pytest.fixture
def full(workspace, filling):
    """A table of ten thousand rows, copied from one finished interview."""
    filling.finish(who="Zaynab", age="33", water="well")

    def copy() -> None:
        connection = workspace.writer.connection
        row = dict(connection.execute("select * from submission_list").fetchone())
        names = ", ".join(row)
        marks = ", ".join(f":{name}" for name in row)
        made = []
        for number in range(ROWS - 1):
            other = {**row, "instance": f"uuid:{number:08}", "finished_ms": row["finished_ms"] + number}
            title = f"Home {number}"
            box = workspace.submissions._table.title_box(title, other["instance"])
            made.append({**other, "title_box": box, "place": f"Village {number % 200}"})
        connection.executemany(f"insert into submission_list ({names}) values ({marks})", made)
        connection.executemany(
            "insert into submission_value select assessment, ?, '/data/age', ? from submission_value limit 1",
            [(each["instance"], str(number % 90)) for number, each in enumerate(made)],
        )

    workspace.writer.run(copy)
    return workspace


CASES = [
    (Filter(), Sort(), 100),
    (Filter(), Sort("who", descending=False), 100),
    (Filter(), Sort("place"), 100),
    (Filter(), Sort("title"), 100),
    (Filter(text="home 777"), Sort(), 11),
    (Filter(values={"/data/age": ("3", "4")}), Sort("finished"), 100),
    (Filter(status=("finished",), who=("Amina",)), Sort("status"), 100),
]


def test_pages_come_quickly(full, filling):
    """Every order and filter, first page and count together."""
    slow = {}
    for where, order, rows in CASES:
        began = time.perf_counter()
        page = full.submissions.page(filling.assessment, where=where, order=order)
        count = full.submissions.count(filling.assessment, where=where)
        took = time.perf_counter() - began
        assert len(page) == rows
        assert count >= rows
        if took > MOST_SECONDS:
            slow[str((where, order))] = took
    assert slow == {}


def test_a_receipt_of_a_whole_batch_is_kept_quickly(full, filling):
    """Two thousand records are confirmed at once: each finds its interview by an index."""
    assessment = next(iter(full.records.assessments()))
    ids = [number.to_bytes(32, "big") for number in range(2_000)]

    def note() -> None:
        full.writer.connection.executemany(
            "insert into submission_record (assessment, instance, record, part) values (?, ?, ?, 'team')",
            [(assessment, f"uuid:{number:08}", number.to_bytes(32, "big")) for number in range(ROWS - 1)],
        )

    full.writer.run(note)
    began = time.perf_counter()
    full.outbox.keep_receipt(
        filling.assessment, b"signed", [ReceiptRow(b"h" * 32, each, 1) for each in ids], attachments=False
    )
    assert time.perf_counter() - began < 2 * MOST_SECONDS
    assert full.submissions.count(filling.assessment, where=Filter(status=("sent",))) == len(ids)
