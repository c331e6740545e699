"""Short texts packed with a dictionary of what such texts have in common, its number in front.

An event's document takes a fifth of its length: field names, codes and common words are in the dictionary already.
A dictionary must never change while texts that were packed with it are stored: another one gets the next number.

========  ===========================================================================================
number    how
========  ===========================================================================================
1         raw deflate; read, no longer written
2         zstandard without its magic number; of five to ten times the speed, and a tenth shorter. The
          dictionary was trained (32 KB, level 9) on what was read in the sentences of our own tests
========  ===========================================================================================
"""

from __future__ import annotations

import functools
import threading
import zlib
from pathlib import Path

import zstandard

_DEFLATED, _ZSTANDARD = 1, 2
_LEVEL = 9
_FORMAT = zstandard.FORMAT_ZSTD1_MAGICLESS
_ONE_AT_A_TIME = threading.Lock()  # packer and unpacker keep their work in themselves


def pack(text: str) -> bytes:
    """A text in few bytes."""
    return pack_bytes(text.encode())


def pack_bytes(plain: bytes) -> bytes:
    """The same, of bytes."""
    with _ONE_AT_A_TIME:
        return bytes((_ZSTANDARD,)) + _packer().compress(plain)


def unpack(packed: bytes) -> str:
    """The text that ``pack`` made small."""
    return unpack_bytes(packed).decode()


def unpack_bytes(packed: bytes) -> bytes:
    """The same, in UTF-8."""
    if packed[0] == _DEFLATED:
        return zlib.decompressobj(-zlib.MAX_WBITS, _deflate_dictionary()).decompress(packed[1:])
    with _ONE_AT_A_TIME:
        return _unpacker().decompress(packed[1:])


@functools.cache
def _deflate_dictionary() -> bytes:
    return Path(__file__).with_name("packing_1.txt").read_bytes()


@functools.cache
def _dictionary() -> zstandard.ZstdCompressionDict:
    return zstandard.ZstdCompressionDict(Path(__file__).with_name("packing_2.zdict").read_bytes())


@functools.cache
def _packer() -> zstandard.ZstdCompressor:
    how = zstandard.ZstdCompressionParameters.from_level(
        _LEVEL, format=_FORMAT, write_content_size=True, write_checksum=False, write_dict_id=False
    )
    return zstandard.ZstdCompressor(compression_params=how, dict_data=_dictionary())


@functools.cache
def _unpacker() -> zstandard.ZstdDecompressor:
    return zstandard.ZstdDecompressor(dict_data=_dictionary(), format=_FORMAT)
