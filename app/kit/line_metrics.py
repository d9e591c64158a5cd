"""Sets the height of a font's line in its bytes before it is loaded.

Noto Sans Arabic asks for a line of 2.1 times its size, the look for 1.7, and Qt has no line height for labels and
buttons. The bundled file stays as it was published; only the copy in memory says another ascent and descent. It also
has another family name there ("Line" for "Noto"), or a copy that the laptop has installed would be taken instead.
"""

from __future__ import annotations

import struct

# Family's file prefix -> (ascent, descent) as multiples of the size.
LINES = {"NotoSansArabic": (1.12, 0.58)}
PUBLISHED, IN_MEMORY = "Noto", "Line"  # of the same length, so that nothing moves
CHANGED = (b"name", b"hhea", b"OS/2", b"head")
MAGIC = 0xB1B0AFBA  # what the sums over a font and its adjustment must add up to (OpenType, table `head`)


def with_line(data: bytes, ascent: float, descent: float) -> bytes:
    """Return a TrueType font whose line is `ascent + descent` times its size.

    Raises:
        KeyError: the font lacks one of the tables `head`, `hhea`, `OS/2`, `name`.
    """
    font = bytearray(data)
    tables = {
        bytes(font[place : place + 4]): place for place in range(12, 12 + 16 * struct.unpack_from(">H", font, 4)[0], 16)
    }
    start = {tag: struct.unpack_from(">I", font, tables[tag] + 8)[0] for tag in CHANGED}
    offset, length = struct.unpack_from(">II", font, tables[b"name"] + 8)
    names = bytes(font[offset : offset + length])
    for encoding in ("utf-16-be", "ascii"):
        names = names.replace(PUBLISHED.encode(encoding), IN_MEMORY.encode(encoding))
    font[offset : offset + length] = names
    units = struct.unpack_from(">H", font, start[b"head"] + 18)[0]
    up, down = round(ascent * units), round(descent * units)
    struct.pack_into(">hhh", font, start[b"hhea"] + 4, up, -down, 0)
    struct.pack_into(">hhhHH", font, start[b"OS/2"] + 68, up, -down, 0, up, down)
    struct.pack_into(">I", font, start[b"head"] + 8, 0)
    for tag in CHANGED:
        offset, length = struct.unpack_from(">II", font, tables[tag] + 8)
        struct.pack_into(">I", font, tables[tag] + 4, _sum(font[offset : offset + length]))
    struct.pack_into(">I", font, start[b"head"] + 8, (MAGIC - _sum(font)) & 0xFFFFFFFF)
    return bytes(font)


def _sum(data: bytes | bytearray) -> int:
    """Return the sum of big-endian 32-bit words, the last one filled with zeros."""
    filled = bytes(data) + b"\0" * (-len(data) % 4)
    total: int = sum(struct.unpack(f">{len(filled) // 4}I", filled))
    return total & 0xFFFFFFFF
