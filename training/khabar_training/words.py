"""Words as the name tagger counts them: runs of letters, marks, digits and joiners; every other sign is a word of its own.

The same as `words.ts` in packages/tag/src/learned.
"""

from __future__ import annotations

from collections.abc import Sequence

import regex

WORD = regex.compile(r"[\p{L}\p{M}\p{N}_\u200c\u200d]+|[^\s\u200b\ufeff]")
LABELS = ["O", "B-PER", "I-PER", "B-ORG", "I-ORG", "B-LOC", "I-LOC"]


def words_of(text: str) -> list[tuple[int, int]]:
    return [match.span() for match in WORD.finditer(text)]


def first_tokens(words: Sequence[tuple[int, int]], offsets: Sequence[tuple[int, int]]) -> list[int]:
    """For each word the token that covers its first letter; words behind the last token are left out."""
    found: list[int] = []
    token = 1
    for start, _end in words:
        while token < len(offsets) - 1 and offsets[token][1] <= start:
            token += 1
        if token >= len(offsets) - 1:
            break
        found.append(token)
    return found


def labels_of(words: Sequence[tuple[int, int]], entities: Sequence[tuple[int, int, str]]) -> list[int]:
    labels = [0] * len(words)
    for start, end, kind in entities:
        inside = [i for i, (a, b) in enumerate(words) if a < end and b > start]
        for position, i in enumerate(inside):
            labels[i] = LABELS.index(("I-" if position else "B-") + kind)
    return labels


def spans_of(labels: Sequence[int], words: Sequence[tuple[int, int]]) -> list[tuple[int, int, str]]:
    spans: list[tuple[int, int, str]] = []
    before = 0
    for label, (start, end) in zip(labels, words):
        prefix, _, kind = LABELS[label].partition("-")
        continues = prefix == "I" and before != 0 and LABELS[before].endswith(kind)
        if continues:
            spans[-1] = (spans[-1][0], end, kind)
        elif label != 0:
            spans.append((start, end, kind))
        before = label
    return spans
