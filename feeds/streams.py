"""A file object for libraries that ask for one, around the little that a feed is written to."""

from __future__ import annotations

import io
from typing import Any, BinaryIO


class Forward(io.RawIOBase):
    """Bytes go forward only: whatever the destination can do, a library writes the same ones to all."""

    def __init__(self, out: BinaryIO) -> None:
        self._out = out

    def writable(self) -> bool:
        return True

    def write(self, data: Any, /) -> int:
        chunk = bytes(data)
        self._out.write(chunk)
        return len(chunk)
