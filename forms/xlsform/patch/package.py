"""Exchange parts of a zip file and leave every other byte as it was."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from itertools import pairwise

from forms.errors import FormRefused

_LOCAL = struct.Struct("<4s5H3L2H")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_END = struct.Struct("<4s4H2LH")
_ZIP64 = 0xFFFFFFFF
_HAS_DESCRIPTOR = 0x08
_UTF8 = 0x800


@dataclass(frozen=True, slots=True)
class _Entry:
    """One record of the central directory: its bytes, and what they say."""

    record: bytes
    name: str
    offset: int
    method: int


class Package:
    """The parts of a workbook, unpacked when they are asked for; parts are found whatever their capitals."""

    def __init__(self, data: bytes) -> None:
        """Open a package.

        Raises:
            FormRefused: `file-damaged`.
        """
        self._data = data
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, OSError, ValueError) as problem:
            raise FormRefused("file-damaged", reason=str(problem)[:200]) from problem
        self.names = tuple(dict.fromkeys(info.filename for info in self._zip.infolist()))
        self._by_small = {name.lower().replace("\\", "/"): name for name in self.names}

    def find(self, name: str) -> str | None:
        """Return a part's name as the package writes it; None when there is no such part."""
        return self._by_small.get(name.lower())

    def read(self, name: str) -> bytes:
        """Return a part.

        Raises:
            FormRefused: `file-damaged`.
        """
        try:
            return self._zip.read(name)
        except (KeyError, zipfile.BadZipFile, OSError, ValueError, RuntimeError, zlib.error, EOFError) as problem:
            raise FormRefused("file-damaged", reason=str(problem)[:200]) from problem

    def replaced(self, parts: Mapping[str, bytes], removed: Collection[str] = ()) -> bytes:
        """Return the package with parts exchanged, added at its end, or taken out.

        All other entries keep their bytes, their order and their dates.
        """
        if not parts and not removed:
            return self._data
        try:
            return _Rebuilt(self._data).build(parts, removed)
        except _Unusual:
            return self._written_anew(parts, removed)

    def _written_anew(self, parts: Mapping[str, bytes], removed: Collection[str]) -> bytes:
        """Return the package packed anew, for those with records that only large archives need."""
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
            for info in self._zip.infolist():
                name = info.filename
                if name not in removed:
                    package.writestr(info, parts[name] if name in parts else self.read(name))
            for name in parts:
                if name not in self.names:
                    package.writestr(zipfile.ZipInfo(name), parts[name], zipfile.ZIP_DEFLATED)
        return target.getvalue()


class _Unusual(Exception):
    """The archive uses what the plain layout has no room for."""


class _Rebuilt:
    """Copies an archive entry by entry."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        place = data.rfind(b"PK\x05\x06")
        if place < 0 or len(data) - place < _END.size:
            raise _Unusual
        _, disk, start_disk, _, count, size, start, note = _END.unpack_from(data, place)
        if disk or start_disk or count == 0xFFFF or _ZIP64 in (size, start):
            raise _Unusual
        self._note = data[place + _END.size : place + _END.size + note]
        self._shift = place - size - start  # bytes somebody put before the archive
        self._start = start + self._shift
        self._entries = list(self._read_entries(count))

    def _read_entries(self, count: int) -> list[_Entry]:
        position = self._start
        entries = []
        for _ in range(count):
            if self._data[position : position + 4] != b"PK\x01\x02":
                raise _Unusual
            fields = _CENTRAL.unpack_from(self._data, position)
            flags, method, packed, size = fields[3], fields[4], fields[8], fields[9]
            named, extra, comment, offset = fields[10], fields[11], fields[12], fields[16]
            length = _CENTRAL.size + named + extra + comment
            if _ZIP64 in (packed, size, offset):
                raise _Unusual
            record = self._data[position : position + length]
            name = record[_CENTRAL.size : _CENTRAL.size + named].decode("utf-8" if flags & _UTF8 else "cp437")
            entries.append(_Entry(record, name, offset + self._shift, method))
            position += length
        return entries

    def build(self, parts: Mapping[str, bytes], removed: Collection[str]) -> bytes:
        """Return the new archive."""
        starts = sorted({entry.offset for entry in self._entries} | {self._start})
        following = dict(pairwise(starts))
        target = bytearray(self._data[: starts[0]])
        records: dict[int, bytes] = {}
        for index in sorted(range(len(self._entries)), key=lambda each: self._entries[each].offset):
            entry = self._entries[index]
            if entry.name in removed:
                continue
            offset = len(target) - self._shift
            if entry.name in parts:
                header, packed = self._exchanged(entry, parts[entry.name])
                target += header + packed
                records[index] = _renewed(entry.record, offset, header)
            else:
                target += self._data[entry.offset : following[entry.offset]]
                records[index] = entry.record[:42] + struct.pack("<L", offset) + entry.record[46:]
        ordered = [records[index] for index in sorted(records)]
        known = {entry.name for entry in self._entries}
        for name in parts:
            if name not in known:
                header, packed, record = _added(name, parts[name], len(target) - self._shift)
                target += header + packed
                ordered.append(record)
        directory = b"".join(ordered)
        start = len(target) - self._shift
        end = _END.pack(b"PK\x05\x06", 0, 0, len(ordered), len(ordered), len(directory), start, len(self._note))
        return bytes(target) + directory + end + self._note

    def _exchanged(self, entry: _Entry, content: bytes) -> tuple[bytes, bytes]:
        """Return the local header and the packed bytes of a part with new content."""
        fields = list(_LOCAL.unpack_from(self._data, entry.offset))
        named, extra = fields[9], fields[10]
        rest = entry.offset + _LOCAL.size
        packed = content if entry.method == 0 else _deflated(content)
        fields[2] &= ~_HAS_DESCRIPTOR
        fields[3] = 0 if entry.method == 0 else 8
        fields[6:9] = zlib.crc32(content), len(packed), len(content)
        return _LOCAL.pack(*fields) + self._data[rest : rest + named + extra], packed


def _renewed(record: bytes, offset: int, header: bytes) -> bytes:
    """Return a directory record that agrees with a new local header."""
    fields = list(_CENTRAL.unpack_from(record))
    local = _LOCAL.unpack_from(header)
    fields[3:5] = local[2:4]
    fields[7:10] = local[6:9]
    fields[16] = offset
    return _CENTRAL.pack(*fields) + record[_CENTRAL.size :]


def _added(name: str, content: bytes, offset: int) -> tuple[bytes, bytes, bytes]:
    """Return (local header, packed bytes, directory record) of a part that is new; its date is the first there is."""
    packed = _deflated(content)
    written = name.encode()
    numbers = (20, _UTF8, 8, 0, 33, zlib.crc32(content), len(packed), len(content), len(written))
    header = _LOCAL.pack(b"PK\x03\x04", *numbers, 0) + written
    record = _CENTRAL.pack(b"PK\x01\x02", 20, *numbers, 0, 0, 0, 0, 0, offset) + written
    return header, packed, record


def _deflated(content: bytes) -> bytes:
    packer = zlib.compressobj(6, zlib.DEFLATED, -15)
    return packer.compress(content) + packer.flush()
