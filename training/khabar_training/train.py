"""Step 2: tunes the upper layers and the heads together on the cached states."""

from __future__ import annotations

import random
import time
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from .encoded import Encoded
from .model import Memory, Reader, crf_loss, crf_transitions, learning_rate

# A side is rarer than none in Russian, and F1 over the two sides is what counts.
RUSSIAN_WEIGHT = torch.tensor([1.5, 1.0, 1.5])
PAIR_WEIGHT = torch.tensor([1.0, 1.5, 1.5])
BATCH_TOKENS = 1300
# Share of the full rate that each epoch starts from.
PEAKS = (1.0, 0.6, 0.4)


@dataclass(frozen=True)
class Settings:
    epochs: int = 3
    rate: float = 1.5e-4
    head_rate: float = 1e-3
    names: float = 1.0
    vector: float = 1.0
    pair: float = 0.5
    seed: int = 1


@dataclass
class Batch:
    states: Tensor
    mask: Tensor
    rows: list[Encoded]


def batches(rows: list[Encoded], chance: random.Random) -> list[Batch]:
    """Random batches of sentences of like length, BATCH_TOKENS tokens each."""
    order = sorted(rows, key=lambda row: len(row.states) + chance.random() * 6)
    groups: list[list[Encoded]] = [[]]
    for row in order:
        if groups[-1] and (len(groups[-1]) + 1) * len(row.states) > BATCH_TOKENS:
            groups.append([])
        groups[-1].append(row)
    chance.shuffle(groups)
    return [pad(group) for group in groups]


def pad(rows: list[Encoded]) -> Batch:
    longest = max(len(row.states) for row in rows)
    states = torch.zeros(len(rows), longest, 384)
    mask = torch.zeros(len(rows), longest, dtype=torch.bool)
    for i, row in enumerate(rows):
        states[i, : len(row.states)] = torch.from_numpy(row.states.astype(np.float32))
        mask[i, : len(row.states)] = True
    return Batch(states, mask, rows)


def places(count: int, longest: int, tokens: list[list[int]]) -> Tensor:
    found = torch.zeros(count, longest)
    for i, inside in enumerate(tokens):
        found[i, inside] = 1
    return found


def stance_loss(model: Reader, memory: Memory, batch: Batch) -> Tensor | None:
    items = [(i, tokens, label, row.source) for i, row in enumerate(batch.rows) for tokens, label in row.targets]
    if not items:
        return None
    index = torch.tensor([i for i, *_ in items])
    target = places(len(items), memory.states.shape[1], [tokens for _, tokens, _, _ in items])
    logits = model.stance_logits(memory.of(index), target)
    labels = torch.tensor([label for _, _, label, _ in items])
    weights = torch.stack(
        [RUSSIAN_WEIGHT[label] if source == "rusentne" else torch.tensor(1.0) for _, _, label, source in items]
    )
    loss = functional.cross_entropy(logits, labels, reduction="none", label_smoothing=0.05)
    return (loss * weights).sum() / weights.sum()


def pair_loss(model: Reader, memory: Memory, batch: Batch) -> Tensor | None:
    items = [(i, *pair) for i, row in enumerate(batch.rows) for pair in row.pairs]
    if not items:
        return None
    index = torch.tensor([i for i, *_ in items])
    spans = (
        places(len(items), memory.states.shape[1], [holder for _, holder, _, _ in items]),
        places(len(items), memory.states.shape[1], [target for _, _, target, _ in items]),
    )
    logits = model.pair_logits(memory.of(index), spans)
    return functional.cross_entropy(logits, torch.tensor([label for *_, label in items]), PAIR_WEIGHT, label_smoothing=0.05)


def name_loss(model: Reader, states: Tensor, batch: Batch) -> Tensor | None:
    rows = [i for i, row in enumerate(batch.rows) if row.labels and row.labels[0] >= 0]
    if not rows:
        return None
    first, mean, lengths = words_in(states, [batch.rows[i] for i in rows], rows)
    labels = torch.zeros(first.shape[:2], dtype=torch.long)
    for j, i in enumerate(rows):
        labels[j, : lengths[j]] = torch.tensor(batch.rows[i].labels)
    return crf_loss(model.name_scores(first, mean), lengths, labels, crf_transitions(model))


def words_in(states: Tensor, rows: list[Encoded], at: list[int]) -> tuple[Tensor, Tensor, Tensor]:
    """(state of the first token, mean over the tokens) of each word of each row, and the numbers of words."""
    longest = max(len(row.words) for row in rows)
    tokens = torch.zeros(len(rows), longest, dtype=torch.long)
    share = torch.zeros(len(rows), longest, states.shape[1])
    for j, row in enumerate(rows):
        tokens[j, : len(row.words)] = torch.tensor(row.word_tokens)
        for word, (from_token, to_token) in enumerate(token_ranges(row)):
            share[j, word, from_token:to_token] = 1 / (to_token - from_token)
    chosen = states[torch.tensor(at)]
    first = chosen.gather(1, tokens[:, :, None].expand(-1, -1, chosen.shape[2]))
    return first, torch.bmm(share, chosen), torch.tensor([len(row.words) for row in rows])


def token_ranges(row: Encoded) -> list[tuple[int, int]]:
    """The tokens of each word: from its first to before that of the next word, and at least one."""
    following = [*row.word_tokens[1:], len(row.offsets) - 1]
    return [(start, max(start + 1, end)) for start, end in zip(row.word_tokens, following)]


def vector_loss(model: Reader, states: Tensor, batch: Batch) -> Tensor | None:
    taught = [(i, row.vector) for i, row in enumerate(batch.rows) if row.vector is not None]
    if not taught:
        return None
    index = torch.tensor([i for i, _ in taught])
    wanted = torch.from_numpy(np.stack([vector for _, vector in taught]))
    # Vectors of this model all lie within a narrow cone: only small differences tell sentences apart.
    return 10 * (1 - (model.sentence_vector(states[index], batch.mask[index]) * wanted).sum(1)).mean()


def train(model: Reader, rows: list[Encoded], settings: Settings, after_epoch) -> None:
    torch.manual_seed(settings.seed)
    chance = random.Random(settings.seed)
    layers = [p for part in (model.shared, model.focused) for p in part.parameters()]
    known = {id(p) for p in layers}
    heads = [p for p in model.parameters() if id(p) not in known]
    optimiser = torch.optim.AdamW(
        [{"params": layers, "lr": settings.rate, "base": settings.rate}, {"params": heads, "lr": settings.head_rate, "base": settings.head_rate}],
        weight_decay=0.01,
    )
    started = time.time()
    for epoch in range(settings.epochs):
        model.train()
        groups = batches(rows, chance)
        for step, batch in enumerate(groups):
            for group in optimiser.param_groups:
                # Warm restarts (Loshchilov 2017): the model is ready for use after each epoch.
                group["lr"] = group["base"] * PEAKS[min(epoch, len(PEAKS) - 1)] * learning_rate(step, len(groups))
            states = model.read(batch.states, batch.mask)
            memory = model.remember(states, batch.mask)
            losses = [
                (1.0, stance_loss(model, memory, batch)),
                (settings.pair, pair_loss(model, memory, batch)),
                (settings.names, name_loss(model, states, batch)),
                (settings.vector, vector_loss(model, states, batch)),
            ]
            loss = sum(weight * part for weight, part in losses if part is not None)
            optimiser.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimiser.step()
            if step % 25 == 0:
                parts = [None if part is None else round(float(part.detach()), 3) for _, part in losses]
                print(f"{time.time() - started:6.0f} s  step {step}/{len(groups)}  {parts}", flush=True)
        after_epoch(epoch)
