"""Input files opened: unpacked where they are compressed, and counted, so that the progress through them is known."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, cast

import zstandard

#: What reading a damaged file raises.
DAMAGED = (OSError, EOFError, zlib.error, lzma.LZMAError, zstandard.ZstdError)
_BUFFER = 1 << 18
_CHUNK = 1 << 14  # packed bytes that are unpacked at once: what comes of them is held


@dataclass(slots=True)
class Meter:
    """How many bytes of the input files have been read; ``total`` is None when that is unknown."""

    total: int | None = None
    read: int = 0


class _Counted(io.RawIOBase):
    """A file whose bytes are counted when they are read."""

    def __init__(self, file: IO[bytes], meter: Meter) -> None:
        self._file, self._meter = file, meter

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        count = cast(io.FileIO, self._file).readinto(buffer) or 0
        self._meter.read += count
        return count

    def close(self) -> None:
        self._file.close()
        super().close()


class _Zstd(io.RawIOBase):
    """A Zstandard file, unpacked; the library's own reader does not notice that the end is missing."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._frame, self._begun = zstandard.ZstdDecompressor().decompressobj(), False
        self._ready, self._packed = memoryview(b""), b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self._ready and self._unpack():
            pass
        count = min(len(buffer), len(self._ready))
        buffer[:count], self._ready = self._ready[:count], self._ready[count:]
        return count

    def _unpack(self) -> bool:
        """Unpack some more; false at the end. Raises ``EOFError`` when the last frame is cut off."""
        packed = self._packed or self._file.read(_CHUNK)
        if not packed:
            if self._begun:
                raise EOFError("the compressed file ends too early")
            return False
        self._ready, self._begun, self._packed = memoryview(self._frame.decompress(packed)), True, b""
        if self._frame.eof:
            self._packed, self._begun = self._frame.unused_data, False
            self._frame = zstandard.ZstdDecompressor().decompressobj()
        return True

    def close(self) -> None:
        self._file.close()
        super().close()


_UNPACK: dict[str, Callable[[IO[bytes]], IO[bytes]]] = {
    ".gz": lambda file: cast(IO[bytes], gzip.GzipFile(fileobj=file)),
    ".zst": lambda file: cast(IO[bytes], io.BufferedReader(_Zstd(file), _BUFFER)),
    ".bz2": lambda file: cast(IO[bytes], bz2.BZ2File(file)),
    ".xz": lambda file: cast(IO[bytes], lzma.LZMAFile(file)),  # noqa: SIM115 - the caller closes it
}
COMPRESSED = tuple(_UNPACK)


def inner_suffix(name: str) -> str:
    """The ending of a file's name in small letters, that of its content where the file is compressed."""
    path = Path(name.lower())
    return Path(path.stem).suffix if path.suffix in _UNPACK else path.suffix


def open_input(name: str, meter: Meter) -> IO[bytes]:
    """Open a file to read its content. Raises ``OSError`` or ``ValueError``."""
    file = Path(name).open("rb", buffering=0)  # noqa: SIM115 - the caller closes it
    counted = cast(IO[bytes], io.BufferedReader(_Counted(cast(IO[bytes], file), meter), _BUFFER))
    unpack = _UNPACK.get(Path(name).suffix.lower())
    return unpack(counted) if unpack else counted
