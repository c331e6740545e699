"""How the index file is laid out: columns of fixed-width numbers, one after another, behind a JSON header.

The file is read through one memory map, so that processes share its pages and opening it costs no parsing.
"""

from __future__ import annotations

import json
import mmap
import os
import shutil
import struct
import tempfile
from array import array
from collections.abc import Mapping
from pathlib import Path
from typing import BinaryIO

from app.errors import SetupError

MAGIC = b"DLGAZ\x00\x00\x00"
#: Raised when the meaning of the columns or the folding of names changes.
FORMAT = 3
_ALIGN = 16

#: A column is bytes, an array, or a type code and the file that holds its numbers.
Columns = Mapping[str, "array[int] | bytes | tuple[str, Path]"]


def write(path: Path, columns: Columns) -> None:
    """Write the file in one step: other processes see either no file or the whole one."""
    toc: dict[str, tuple[str, int, int]] = {}
    offset = 0
    for name, column in columns.items():
        code, length = _size(column)
        toc[name] = (code, offset, length)
        offset += length + -length % _ALIGN
    header = json.dumps({"format": FORMAT, "columns": toc}).encode()
    header += b" " * (-(len(header) + 12) % _ALIGN)
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".gazetteer-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(MAGIC + struct.pack("<I", len(header)) + header)
            for column in columns.values():
                _copy(column, file)
                file.write(bytes(-file.tell() % _ALIGN))
        Path(temporary).chmod(0o644)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def _size(column: array[int] | bytes | tuple[str, Path]) -> tuple[str, int]:
    """A column's type code and its length in bytes."""
    if isinstance(column, tuple):
        return column[0], column[1].stat().st_size
    return ("B", len(column)) if isinstance(column, bytes) else (column.typecode, len(column) * column.itemsize)


def _copy(column: array[int] | bytes | tuple[str, Path], file: BinaryIO) -> None:
    if isinstance(column, tuple):
        with column[1].open("rb") as part:
            shutil.copyfileobj(part, file)
    else:
        file.write(column if isinstance(column, bytes) else column.tobytes())


def read(path: Path) -> dict[str, memoryview]:
    """The columns of a file as views on its memory map.

    Raises ``SetupError`` when it is not an index of this format.
    """
    try:
        with path.open("rb") as file:
            view = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
    except (OSError, ValueError) as error:
        raise SetupError(f"The gazetteer index {path} cannot be read: {error}") from error
    if bytes(view[:8]) != MAGIC:
        raise SetupError(f"{path} is not a gazetteer index; delete it and run `dateline gazetteer build`.")
    (size,) = struct.unpack("<I", view[8:12])
    header = json.loads(bytes(view[12 : 12 + size]))
    if header["format"] != FORMAT:
        raise SetupError(f"The gazetteer index {path} is of another version; run `dateline gazetteer build`.")
    base = 12 + size
    return {
        name: view[base + offset : base + offset + length].cast(code)
        for name, (code, offset, length) in header["columns"].items()
    }
