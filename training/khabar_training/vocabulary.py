"""The tokenizer: unigram pieces of multilingual-e5-small, pruned to Latin, Cyrillic and Arabic script.

`kept-pieces.txt` lists which pieces stay: the difference of each id to the one before.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers

from .e5_weights import E5

KEPT = Path(__file__).parent.parent / "kept-pieces.txt"
BEGIN, PAD, END, UNKNOWN = 0, 1, 2, 3


def kept_ids() -> np.ndarray:
    return np.cumsum([int(step) for step in KEPT.read_text().split()])


def build_tokenizer(e5: E5, ids: np.ndarray) -> Tokenizer:
    vocabulary = [(e5.pieces[i], float(e5.scores[i])) for i in ids]
    tokenizer = Tokenizer(models.Unigram(vocabulary, unk_id=UNKNOWN, byte_fallback=False))
    spaces = normalizers.Replace(Regex(r"[\s\u200b\ufeff]+"), " ")
    tokenizer.normalizer = normalizers.Sequence([normalizers.NFKC(), spaces])
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always", split=True)
    return tokenizer


def write_vocabulary(e5: E5, ids: np.ndarray, folder: Path) -> None:
    """`pieces.txt`, one a line in order of id, and `pieces.f32`, their log probabilities."""
    (folder / "pieces.txt").write_text("\n".join(e5.pieces[i] for i in ids), encoding="utf8")
    (folder / "pieces.f32").write_bytes(e5.scores[ids].astype("<f4").tobytes())


def write_embeddings(e5: E5, ids: np.ndarray, folder: Path) -> None:
    """`embeddings.q4`: all float16 scales (row by row, 12 a row), then all nibbles (192 bytes a row); nothing is re-quantised.

    Position embeddings with the one used token type added, and the norm of the embeddings follow in `embeddings.f32`.
    """
    scales, nibbles = e5.q4_rows("emb.word", ids)
    (folder / "embeddings.q4").write_bytes(scales.tobytes() + nibbles.tobytes())
    positions = e5.tensor("emb.pos", (512, e5.hidden)) + e5.tensor("emb.type", (2, e5.hidden))[0]
    norm = [e5.tensor("emb.ln.w", (e5.hidden,)), e5.tensor("emb.ln.b", (e5.hidden,))]
    (folder / "embeddings.f32").write_bytes(np.concatenate([*norm, positions.reshape(-1)]).astype("<f4").tobytes())
