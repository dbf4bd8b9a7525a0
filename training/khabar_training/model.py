"""The trained part: a layer that names, stances and vectors share, one more that is asked about a target, and heads."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from .graph import EPSILON, HEADS
from .words import LABELS

HIDDEN = 384
STANCE_HIDDEN = 192
NAMES_HIDDEN = 160
# Tokens on both sides of a target that are near it.
NEAR = 8


@dataclass(frozen=True)
class Memory:
    """What questions about a sentence need, a row for each question."""

    states: Tensor
    mask: Tensor
    memory: tuple[Tensor, Tensor]
    begin: Tensor

    def of(self, index: Tensor) -> Memory:
        keys, values = self.memory
        return Memory(self.states[index], self.mask[index], (keys[index], values[index]), self.begin[index])


class Layer(nn.Module):
    """A BERT layer; names of parameters as in `trunk.layer_weights`."""

    def __init__(self, weights: dict[str, np.ndarray], dropout: float) -> None:
        super().__init__()
        self.matrices = nn.ParameterDict({name.replace(".", "_"): torch.tensor(value) for name, value in weights.items()})
        self.dropout = dropout

    def linear(self, x: Tensor, name: str) -> Tensor:
        return functional.linear(x, self.matrices[name + "_w"], self.matrices[name + "_b"])

    def norm(self, x: Tensor, name: str) -> Tensor:
        return functional.layer_norm(x, (HIDDEN,), self.matrices[name + "_w"], self.matrices[name + "_b"], EPSILON)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        batch, tokens, _ = x.shape
        split = lambda y: y.view(batch, tokens, HEADS, HIDDEN // HEADS).transpose(1, 2)  # noqa: E731
        attended = functional.scaled_dot_product_attention(
            split(self.linear(x, "q")), split(self.linear(x, "k")), split(self.linear(x, "v")), attn_mask=mask[:, None, None, :]
        )
        return self.after_attention(x, attended.transpose(1, 2).reshape(batch, tokens, HIDDEN))

    def keys_and_values(self, x: Tensor) -> tuple[Tensor, Tensor]:
        batch, tokens, _ = x.shape
        split = lambda y: y.view(batch, tokens, HEADS, HIDDEN // HEADS).transpose(1, 2)  # noqa: E731
        return split(self.linear(x, "k")), split(self.linear(x, "v"))

    def ask(self, query: Tensor, memory: tuple[Tensor, Tensor], mask: Tensor) -> Tensor:
        """The layer for one query a row [rows, hidden] instead of for each token."""
        rows = len(query)
        q = self.linear(query, "q").view(rows, HEADS, 1, HIDDEN // HEADS)
        attended = functional.scaled_dot_product_attention(q, *memory, attn_mask=mask[:, None, None, :])
        return self.after_attention(query, attended.reshape(rows, HIDDEN))

    def after_attention(self, x: Tensor, attended: Tensor) -> Tensor:
        out = functional.dropout(self.linear(attended, "ao"), self.dropout, self.training)
        x = self.norm(x + out, "aln")
        out = self.linear(functional.gelu(self.linear(x, "fi")), "fo")
        return self.norm(x + functional.dropout(out, self.dropout, self.training), "oln")

    def weights(self) -> dict[str, np.ndarray]:
        return {name.replace("_", "."): value.detach().numpy() for name, value in self.matrices.items()}


def mean_at(states: Tensor, places: Tensor) -> Tensor:
    """Mean of states [batch, tokens, hidden] where `places` [batch, tokens] is 1."""
    return (states * places[:, :, None]).sum(1) / places.sum(1, keepdim=True).clamp(min=1)


def near_of(places: Tensor, mask: Tensor) -> Tensor:
    """1 at the tokens from NEAR before the first place to NEAR behind the last."""
    wide = functional.max_pool1d(places[:, None], 2 * NEAR + 1, stride=1, padding=NEAR)[:, 0]
    return wide * mask


class Reader(nn.Module):
    def __init__(self, shared: list[dict[str, np.ndarray]], focused: dict[str, np.ndarray], dropout: float = 0.1) -> None:
        super().__init__()
        self.shared = nn.ModuleList(Layer(weights, dropout) for weights in shared)
        self.focused = Layer(focused, dropout)
        self.target_mark = nn.Parameter(torch.randn(HIDDEN) * 0.05)
        self.stance = nn.Sequential(
            nn.Dropout(dropout), nn.Linear(4 * HIDDEN, STANCE_HIDDEN), nn.GELU(), nn.Dropout(dropout), nn.Linear(STANCE_HIDDEN, 3)
        )
        self.pair = nn.Sequential(
            nn.Dropout(dropout), nn.Linear(3 * HIDDEN, STANCE_HIDDEN), nn.GELU(), nn.Dropout(dropout), nn.Linear(STANCE_HIDDEN, 3)
        )
        self.names = nn.Sequential(
            nn.Dropout(dropout), nn.Linear(2 * HIDDEN, NAMES_HIDDEN), nn.GELU(), nn.Dropout(dropout), nn.Linear(NAMES_HIDDEN, len(LABELS))
        )
        self.transitions = nn.Parameter(torch.zeros(len(LABELS) + 1, len(LABELS)))
        self.vector = nn.Linear(HIDDEN, HIDDEN, bias=False)
        with torch.no_grad():
            self.vector.weight.copy_(torch.eye(HIDDEN))

    def read(self, states: Tensor, mask: Tensor) -> Tensor:
        for layer in self.shared:
            states = layer(states, mask)
        return states

    def remember(self, states: Tensor, mask: Tensor) -> Memory:
        memory = self.focused.keys_and_values(states)
        return Memory(states, mask, memory, self.focused.ask(states[:, 0], memory, mask))

    def focus(self, at: Memory, places: Tensor) -> Tensor:
        """What the last layer makes of the mean of the states at `places`: [rows, hidden]."""
        return self.focused.ask(mean_at(at.states, places) + self.target_mark, at.memory, at.mask)

    def stance_logits(self, at: Memory, target: Tensor) -> Tensor:
        near = near_of(target, at.mask)
        return self.stance(
            torch.cat([self.focus(at, target), at.begin, mean_at(at.states, target), mean_at(at.states, near)], 1)
        )

    def pair_logits(self, at: Memory, spans: tuple[Tensor, Tensor]) -> Tensor:
        holder, target = (self.focus(at, places) for places in spans)
        return self.pair(torch.cat([holder, target, at.begin], 1))

    def name_scores(self, first: Tensor, mean: Tensor) -> Tensor:
        """From the first token of each word and the mean of its tokens."""
        return self.names(torch.cat([first, mean], -1))

    def sentence_vector(self, states: Tensor, mask: Tensor) -> Tensor:
        return functional.normalize(self.vector(mean_at(states, mask.float())), dim=1)


# What may follow what: I-X only B-X or I-X. The last row is the begin of a sentence.
FORBIDDEN = torch.tensor(
    [
        [after.startswith("I-") and before[1:] != after[1:] for after in LABELS]
        for before in [*LABELS, "^"]
    ]
)  # fmt: skip


def crf_transitions(model: Reader) -> Tensor:
    return model.transitions.masked_fill(FORBIDDEN, -1e4)


def crf_loss(scores: Tensor, lengths: Tensor, labels: Tensor, transitions: Tensor) -> Tensor:
    """Mean negative log likelihood a word of a linear-chain CRF. scores [batch, words, labels], labels [batch, words]."""
    begin, step = transitions[-1], transitions[:-1]
    batch, words, _ = scores.shape
    total = begin + scores[:, 0]
    rows = torch.arange(batch)
    gold = begin[labels[:, 0]] + scores[rows, 0, labels[:, 0]]
    for at in range(1, words):
        active = at < lengths
        following = torch.logsumexp(total[:, :, None] + step, 1) + scores[:, at]
        total = torch.where(active[:, None], following, total)
        gain = step[labels[:, at - 1], labels[:, at]] + scores[rows, at, labels[:, at]]
        gold = gold + torch.where(active, gain, torch.zeros_like(gain))
    return (torch.logsumexp(total, 1) - gold).sum() / lengths.sum()


def viterbi(scores: np.ndarray, transitions: np.ndarray) -> list[int]:
    best = transitions[-1] + scores[0]
    back: list[np.ndarray] = []
    for row in scores[1:]:
        candidates = best[:, None] + transitions[:-1]
        back.append(candidates.argmax(0))
        best = candidates.max(0) + row
    path = [int(best.argmax())]
    for pointers in reversed(back):
        path.append(int(pointers[path[-1]]))
    return path[::-1]


def learning_rate(step: int, steps: int) -> float:
    """Share of the full rate: up over the first 6 %, then down to 0 along a cosine."""
    warm = max(1, int(0.06 * steps))
    return step / warm if step < warm else 0.5 * (1 + math.cos(math.pi * (step - warm) / max(1, steps - warm)))
