"""How sure a head must be: temperatures and thresholds, from held-out rows only."""

from __future__ import annotations

import numpy as np

NEUTRAL = 1


def softmax(logits: np.ndarray, temperature: float = 1.0) -> np.ndarray:
    scaled = logits / temperature
    powers = np.exp(scaled - scaled.max(1, keepdims=True))
    return powers / powers.sum(1, keepdims=True)


def temperature(logits: np.ndarray, gold: np.ndarray) -> float:
    """The one with the least negative log likelihood (Guo 2017)."""
    choices = np.arange(0.6, 3.01, 0.05)
    losses = [-np.log(softmax(logits, t)[np.arange(len(gold)), gold] + 1e-9).mean() for t in choices]
    return round(float(choices[int(np.argmin(losses))]), 2)


def calibration_error(probabilities: np.ndarray, gold: np.ndarray, bins: int = 10) -> float:
    """Expected calibration error of the likeliest class."""
    sure, right = probabilities.max(1), probabilities.argmax(1) == gold
    groups = np.minimum((sure * bins).astype(int), bins - 1)
    return float(sum(abs(sure[groups == g].mean() - right[groups == g].mean()) * (groups == g).mean() for g in set(groups)))


def least_sure(probabilities: np.ndarray, gold: np.ndarray, precision: float, none: int) -> float:
    """The lowest threshold above which calls of a side are right as often as `precision`."""
    sides = probabilities.copy()
    sides[:, none] = 0
    called, sure = sides.argmax(1), sides.max(1)
    for threshold in np.arange(0.4, 0.99, 0.01):
        over = sure >= threshold
        if over.sum() >= 10 and (called[over] == gold[over]).mean() >= precision:
            return round(float(threshold), 2)
    return 0.99
