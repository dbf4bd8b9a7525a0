"""Sentences as the upper layers read them: states of the frozen trunk, positions of words, targets and pairs."""

from __future__ import annotations

import pickle
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from .rows import Sentence, Span
from .trunk import Embeddings, encode, states_of
from .words import first_tokens, labels_of, words_of


@dataclass
class Encoded:
    source: str
    language: str
    ids: list[str]
    text: str
    states: np.ndarray
    offsets: list[Span]
    words: list[Span]
    word_tokens: list[int]
    # -1: nothing is known about names here.
    labels: list[int]
    entities: list[tuple[int, int, str]]
    targets: list[tuple[list[int], int]] = field(default_factory=list)
    pairs: list[tuple[list[int], list[int], int]] = field(default_factory=list)
    # Mean of the last layer of all twelve, the vector to be reproduced.
    vector: np.ndarray | None = None


def tokens_of(span: Span, offsets: list[Span]) -> list[int]:
    return [i for i, (start, end) in enumerate(offsets) if start < span[1] and end > span[0]]


class TrunkEncoder:
    def __init__(self, tokenizer, embeddings: Embeddings, trunk, teacher) -> None:
        self.tokenizer, self.embeddings, self.trunk, self.teacher = tokenizer, embeddings, trunk, teacher

    def encode(self, sentence: Sentence, with_vector: bool) -> Encoded:
        ids, offsets = encode(self.tokenizer, sentence.text)
        states = states_of(self.trunk, self.embeddings, ids).astype(np.float16)
        words = words_of(sentence.text)
        word_tokens = first_tokens(words, offsets)
        words = words[: len(word_tokens)]
        known = sentence.entities is not None
        labels = labels_of(words, sentence.entities) if known else [-1] * len(words)
        # A target that was cut off is read at the begin token, as at run time.
        targets = [(tokens_of(span, offsets) or [0], label) for span, label in sentence.targets]
        pairs = [(tokens_of(h, offsets), tokens_of(t, offsets), label) for h, t, label in sentence.pairs]
        encoded = Encoded(
            sentence.source, sentence.language, sentence.ids, sentence.text, states, offsets, words, word_tokens, labels,
            sentence.entities or [], targets, [pair for pair in pairs if pair[0] and pair[1]],
        )  # fmt: skip
        if with_vector:
            # The teacher was trained with this prefix before every text.
            prefixed, _ = encode(self.tokenizer, "query: " + sentence.text)
            mean = states_of(self.teacher, self.embeddings, prefixed).mean(0)
            encoded.vector = (mean / np.linalg.norm(mean)).astype(np.float32)
        return encoded


def cached(path: Path, make) -> list[Encoded]:
    """What `make` returns, kept in a file of this run's own cache folder."""
    if path.exists():
        return pickle.loads(path.read_bytes())
    found = make()
    path.write_bytes(pickle.dumps(found, protocol=5))
    return found
