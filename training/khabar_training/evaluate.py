"""Figures on held-out parts: macro-F1 and F1 of the two sides for stance, exact span and type F1 for names."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch

from .encoded import Encoded
from .model import Reader, crf_transitions, viterbi
from .train import batches, places, words_in
from .words import spans_of

STANCE_SETS = ("dev-news", "dev-news-mt", "dev-russian", "dev-russian-seen", "dev-gold", "dev-batch", "dev-unseen")
NAME_SETS = ("dev-wikigold", "dev-re3d", "dev-nerel", "dev-anercorp", "dev-gold")


def f1_of_classes(gold: Sequence[int], said: Sequence[int]) -> list[float]:
    g, s = np.array(gold), np.array(said)
    return [100 * 2 * float(((g == c) & (s == c)).sum()) / max(1, int((g == c).sum() + (s == c).sum())) for c in range(3)]


def stance_probabilities(model: Reader, rows: list[Encoded]) -> tuple[np.ndarray, np.ndarray, list[str]]:
    gold: list[int] = []
    said: list[np.ndarray] = []
    languages: list[str] = []
    model.eval()
    with torch.no_grad():
        for batch in _batches([row for row in rows if row.targets]):
            items = [(i, tokens, label) for i, row in enumerate(batch.rows) for tokens, label in row.targets]
            index = torch.tensor([i for i, _, _ in items])
            states = model.read(batch.states, batch.mask)
            memory = model.remember(states, batch.mask).of(index)
            target = places(len(items), states.shape[1], [tokens for _, tokens, _ in items])
            said.append(model.stance_logits(memory, target).numpy())
            gold += [label for _, _, label in items]
            languages += [batch.rows[i].language for i, _, _ in items]
    return np.concatenate(said), np.array(gold), languages


def pair_predictions(model: Reader, rows: list[Encoded]) -> tuple[np.ndarray, np.ndarray]:
    gold: list[int] = []
    said: list[np.ndarray] = []
    model.eval()
    with torch.no_grad():
        for batch in _batches([row for row in rows if row.pairs]):
            items = [(i, *pair) for i, row in enumerate(batch.rows) for pair in row.pairs]
            index = torch.tensor([i for i, *_ in items])
            states = model.read(batch.states, batch.mask)
            memory = model.remember(states, batch.mask).of(index)
            spans = (
                places(len(items), states.shape[1], [h for _, h, _, _ in items]),
                places(len(items), states.shape[1], [t for _, _, t, _ in items]),
            )
            said.append(model.pair_logits(memory, spans).numpy())
            gold += [label for *_, label in items]
    return np.concatenate(said), np.array(gold)


def name_figures(model: Reader, rows: list[Encoded]) -> tuple[float, float, float]:
    transitions = crf_transitions(model).detach().numpy()
    right = said = wanted = 0
    model.eval()
    with torch.no_grad():
        for batch in _batches(rows):
            states = model.read(batch.states, batch.mask)
            first, mean, _ = words_in(states, batch.rows, list(range(len(batch.rows))))
            scores = model.name_scores(first, mean).numpy()
            for i, row in enumerate(batch.rows):
                path = viterbi(scores[i, : len(row.words)], transitions) if row.words else []
                found, gold = set(spans_of(path, row.words)), {tuple(e) for e in row.entities}
                right, said, wanted = right + len(found & gold), said + len(found), wanted + len(gold)
    precision, recall = right / max(1, said), right / max(1, wanted)
    return 100 * precision, 100 * recall, 200 * precision * recall / max(1e-9, precision + recall)


def report(model: Reader, sets: dict[str, list[Encoded]]) -> None:
    for name in (n for n in STANCE_SETS if n in sets):
        logits, gold, _ = stance_probabilities(model, sets[name])
        classes = f1_of_classes(gold, logits.argmax(1))
        print(f"{name:14} n={len(gold):4} macro-F1 {np.mean(classes):.1f}  F1-PN {(classes[0] + classes[2]) / 2:.1f}  {[round(c, 1) for c in classes]}")
    for name in (n for n in ("dev-gold", "dev-batch", "dev-rusentrel") if n in sets):
        logits, gold = pair_predictions(model, sets[name])
        classes = f1_of_classes(gold, logits.argmax(1))
        print(f"pairs {name:14} n={len(gold):4} macro-F1 {np.mean(classes):.1f}  {[round(c, 1) for c in classes]}")
    for name in (n for n in NAME_SETS if n in sets):
        precision, recall, f1 = name_figures(model, sets[name])
        print(f"names {name:14} P {precision:.1f} R {recall:.1f} F1 {f1:.1f}")


def _batches(rows: list[Encoded]):
    import random

    return batches(rows, random.Random(0))
