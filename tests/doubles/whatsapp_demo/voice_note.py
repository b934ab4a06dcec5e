"""A voice note as phones record it: Opus in Ogg (RFC 7845), three seconds of silence."""

from __future__ import annotations

import struct

SERIAL = 1
FRAME = b"\xf8\xff\xfe"
"""Twenty milliseconds of silence in Opus (RFC 6716)."""
FRAMES_PER_PAGE = 50
SAMPLES = 960
"""Of a frame, at the 48 kHz in which Ogg counts them."""


def voice_note(seconds: int = 3) -> bytes:
    """The file's content."""
    head = b"OpusHead" + struct.pack("<BBHIhB", 1, 1, 0, 48_000, 0, 0)
    tags = b"OpusTags" + struct.pack("<I", 4) + b"sapa" + struct.pack("<I", 0)
    pages = [_page(0, 0, 2, [head]), _page(1, 0, 0, [tags])]
    for second in range(seconds):
        last = 4 if second == seconds - 1 else 0
        pages.append(_page(2 + second, (second + 1) * FRAMES_PER_PAGE * SAMPLES, last, [FRAME] * FRAMES_PER_PAGE))
    return b"".join(pages)


def _page(number: int, samples: int, flags: int, packets: list[bytes]) -> bytes:
    lengths = bytes(len(packet) for packet in packets)
    header = struct.pack("<4sBBqIIIB", b"OggS", 0, flags, samples, SERIAL, number, 0, len(lengths))
    page = header + lengths + b"".join(packets)
    return page[:22] + struct.pack("<I", _checksum(page)) + page[26:]


def _checksum(page: bytes) -> int:
    value = 0
    for byte in page:
        value ^= byte << 24
        for _ in range(8):
            value = (value << 1 ^ 0x04C11DB7 if value & 0x80000000 else value << 1) & 0xFFFFFFFF
    return value
