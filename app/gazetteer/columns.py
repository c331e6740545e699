"""Columns of an index while it is built: in files, for a world of places is more than memory should hold."""

from __future__ import annotations

import mmap
import zlib
from array import array
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

_BUFFER = 1 << 16  # numbers kept before they are written


class Column:
    """One column of numbers of one type code, appended to a file."""

    def __init__(self, folder: Path, name: str, code: str) -> None:
        self.path = folder / f"{name}.column"
        self.code = code
        self._file = self.path.open("w+b")
        self._buffer: array[Any] = array(code)  # whole numbers or fractions, as the code says
        self.length = 0

    def append(self, value: float) -> None:
        """Add one number."""
        self._buffer.append(value)
        self.length += 1
        if len(self._buffer) >= _BUFFER:
            self.flush()

    def extend(self, values: Iterable[float]) -> None:
        """Add some numbers."""
        before = len(self._buffer)
        self._buffer.extend(values)
        self.length += len(self._buffer) - before
        if len(self._buffer) >= _BUFFER:
            self.flush()

    def flush(self) -> None:
        """Write what is kept."""
        self._file.write(self._buffer.tobytes())
        del self._buffer[:]

    def set(self, position: int, value: float) -> None:
        """Change one number that was appended."""
        self.flush()
        self._file.seek(position * self._buffer.itemsize)
        self._file.write(array(self.code, [value]).tobytes())
        self._file.seek(0, 2)

    def close(self) -> None:
        """Write the rest and close the file, which stays; closing twice does nothing."""
        if not self._file.closed:
            self.flush()
            self._file.close()


class Strings:
    """Texts one after another, and where each begins (one offset more than texts)."""

    def __init__(self, folder: Path, name: str) -> None:
        self.blob = folder / f"{name}.text"
        self._file = self.blob.open("wb")
        self.offsets = Column(folder, f"{name}-offset", "I")
        self.offsets.append(0)
        self._end = 0

    def append(self, text: str) -> None:
        """Add one text."""
        raw = text.encode()
        self._file.write(raw)
        self._end += len(raw)
        self.offsets.append(self._end)

    def close(self) -> None:
        """Close the files, which stay."""
        self._file.close()
        self.offsets.close()


def texts(strings: Strings) -> Iterator[bytes]:
    """Every text of closed strings, in order."""
    numbers = array("I")
    with strings.blob.open("rb") as blob, strings.offsets.path.open("rb") as offsets:
        begin = int.from_bytes(offsets.read(numbers.itemsize), "little")
        while raw := offsets.read(_BUFFER * numbers.itemsize):
            numbers = array("I", raw)
            for end in numbers:
                yield blob.read(end - begin)
                begin = end


def hash_table(keys: Strings, count: int, folder: Path) -> Path:
    """Open addressing over CRC-32, written to a file: slot → number of the key plus one, 0 for an empty slot."""
    size = 1 << (count + count // 2 + 1).bit_length()
    path = folder / "slot.column"
    with path.open("w+b") as file:
        file.truncate(4 * size)
        with mmap.mmap(file.fileno(), 4 * size) as memory, memoryview(memory) as view, view.cast("I") as slots:
            for number, key in enumerate(texts(keys)):
                slot = zlib.crc32(key) & (size - 1)
                while slots[slot]:
                    slot = (slot + 1) & (size - 1)
                slots[slot] = number + 1
    return path
