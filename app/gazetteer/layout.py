"""How the index file is laid out: columns of fixed-width numbers, one after another, behind a JSON header.

The file is read through one memory map, so that processes share its pages and opening it costs no parsing.
"""

from __future__ import annotations

import json
import mmap
import os
import struct
import tempfile
from array import array
from collections.abc import Mapping
from pathlib import Path

from app.errors import SetupError

MAGIC = b"DLGAZ\x00\x00\x00"
#: Raised when the meaning of the columns or the folding of names changes.
FORMAT = 1
_ALIGN = 16

Columns = Mapping[str, "array[int] | array[float] | bytes"]


def write(path: Path, columns: Columns) -> None:
    """Write the file in one step: other processes see either no file or the whole one."""
    toc: dict[str, tuple[str, int, int]] = {}
    parts: list[bytes] = []
    offset = 0
    for name, column in columns.items():
        code, raw = ("B", column) if isinstance(column, bytes) else (column.typecode, column.tobytes())
        toc[name] = (code, offset, len(raw))
        padding = -len(raw) % _ALIGN
        parts += [raw, bytes(padding)]
        offset += len(raw) + padding
    header = json.dumps({"format": FORMAT, "columns": toc}).encode()
    header += b" " * (-(len(header) + 12) % _ALIGN)
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".gazetteer-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(MAGIC + struct.pack("<I", len(header)) + header)
            file.writelines(parts)
        Path(temporary).chmod(0o644)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def read(path: Path) -> dict[str, memoryview]:
    """The columns of a file as views on its memory map.

    Raises ``SetupError`` when it is no index of this format.
    """
    try:
        with path.open("rb") as file:
            view = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
    except (OSError, ValueError) as error:
        raise SetupError(f"The gazetteer index {path} cannot be read: {error}") from error
    if bytes(view[:8]) != MAGIC:
        raise SetupError(f"{path} is no gazetteer index; delete it and run `dateline gazetteer build`.")
    (size,) = struct.unpack("<I", view[8:12])
    header = json.loads(bytes(view[12 : 12 + size]))
    if header["format"] != FORMAT:
        raise SetupError(f"The gazetteer index {path} is of another version; run `dateline gazetteer build`.")
    base = 12 + size
    return {
        name: view[base + offset : base + offset + length].cast(code)
        for name, (code, offset, length) in header["columns"].items()
    }
