"""Step 3: tunes what answers questions about targets once more, on the states that ship and on all of our own sentences.

Names, vectors and the shared layers stay as they are, so that the encoder does not change with the heads.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import torch

from .calibrate import ranges_of
from .encoded import Encoded
from .graph import Range, Weights
from .model import Layer, Reader
from .train import Settings, train
from .trunk import open_session, trunk_graph

# How often each set is seen in one epoch.
LEARN = {
    "news": 1, "russian": 2, "gold": 2, "batch": 2, "marked": 2, "substituted": 1, "substituted-batch": 1, "rusentrel": 1,
}  # fmt: skip
SETTINGS = Settings(epochs=2, rate=7e-5, head_rate=4e-4)
SEEDS = (1, 2)


def quantised_tail(frozen: list[Weights], model: Reader, inputs: list[np.ndarray], path: Path) -> None:
    """The shared layers as `export_reader` writes them, without the frozen ones below."""
    ranges, _ = ranges_of([*(Layer(weights, 0.0) for weights in frozen), *model.shared], inputs)
    tail: list[dict[str, Range]] = ranges[len(frozen) :]
    trunk_graph([layer.weights() for layer in model.shared], tail, "tail").save(path)


def shipped_states(sets: dict[str, list[Encoded]], tail: Path) -> dict[str, list[Encoded]]:
    """The rows with the states that the quantised reader gives, and without what it alone is taught."""
    session = open_session(tail)

    def states(row: Encoded) -> np.ndarray:
        x = row.states[None].astype(np.float32)
        return session.run(None, {"x": x, "mask": np.ones(x.shape[:2], np.int32)})[0][0].astype(np.float16)

    return {
        name: [replace(row, states=states(row), labels=[-1], vector=None) for row in rows if row.targets or row.pairs]
        for name, rows in sets.items()
    }


def refine(model: Reader, sets: dict[str, list[Encoded]], longest: int, after_epoch) -> Reader:
    """`sets` with shipped states. Returns the questioning part; `copy_into` puts it back.

    The mean of the weights of two runs from the same start ("model soup", Wortsman 2022): no cost at run time, and half a point.
    """
    rows = [row for name, times in LEARN.items() for row in sets[name] * times if len(row.states) <= longest]
    before = {name: value for name, value in model.state_dict().items() if not name.startswith("shared.")}
    parts: list[dict[str, torch.Tensor]] = []
    for seed in SEEDS:
        part = Reader([], model.focused.weights())
        part.load_state_dict(before)
        train(part, rows, replace(SETTINGS, seed=seed), lambda epoch, part=part: after_epoch(f"seed {seed}, epoch {epoch + 1}", part))
        parts.append(part.state_dict())
    part.load_state_dict({name: torch.stack([one[name] for one in parts]).mean(0) for name in before})
    part.eval()
    after_epoch("mean", part)
    return part


def copy_into(model: Reader, part: Reader) -> None:
    """Takes over the questioning part alone; names and vectors stay."""
    taken = ("focused.", "target_mark", "stance.", "pair.")
    model.load_state_dict({n: v for n, v in part.state_dict().items() if n.startswith(taken)}, strict=False)
