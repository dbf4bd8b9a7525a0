"""How the inputs of each matrix are spread, measured on sentences of our own in five languages."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from torch import Tensor

from .graph import Range
from .model import Layer


class Watched(Layer):
    """A layer that remembers the inputs of its matrices."""

    def __init__(self, layer: Layer) -> None:
        super().__init__(layer.weights(), 0.0)
        self.seen: dict[str, list[Tensor]] = {}

    def linear(self, x: Tensor, name: str) -> Tensor:
        self.seen.setdefault(name, []).append(x.detach().reshape(-1, x.shape[-1]))
        return super().linear(x, name)


def ranges_of(layers: Sequence[Layer], inputs: Sequence[np.ndarray]) -> tuple[list[dict[str, Range]], list[np.ndarray]]:
    """Ranges of each layer, and the states after the last; inputs are [tokens, hidden], one a sentence."""
    states = [torch.from_numpy(x.astype(np.float32))[None] for x in inputs]
    found: list[dict[str, Range]] = []
    with torch.no_grad():
        for layer in layers:
            watched = Watched(layer).eval()
            states = [watched(x, torch.ones(1, x.shape[1], dtype=torch.bool)) for x in states]
            seen = {name: torch.cat(parts) for name, parts in watched.seen.items()}
            # The bias of the values is added after attention in the exported graph.
            attended = seen["ao"] - watched.matrices["v_b"]
            found.append(
                {
                    "qkv": spread(seen["q"], True),
                    "ao": spread(attended, False),
                    "fi": spread(seen["fi"], True),
                    "fo": spread(seen["fo"], False),
                }
            )
    return found, [x[0].numpy() for x in states]


def spread(values: Tensor, centred: bool) -> Range:
    centre = values.mean(0).numpy() if centred else None
    greatest = (values - (values.mean(0) if centred else 0)).abs().amax(0).numpy()
    return Range(centre, greatest)


