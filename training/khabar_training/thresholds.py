"""How sure a head must be: temperatures and thresholds, from held-out rows only."""

from __future__ import annotations

import numpy as np

from .evaluate import f1_of_classes

NEUTRAL = 1
# Never less than half: below, the figures jump from row to row.
NEUTRAL_WEIGHTS = (1.0, 0.9, 0.8, 0.7, 0.6, 0.5)
MOST_LOST = 0.5


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


def neutral_weight(probabilities: np.ndarray, gold: np.ndarray) -> float:
    """By what neutral is multiplied for the best mean F1 of the two sides, macro-F1 not falling by more than MOST_LOST."""

    def figures(weight: float) -> tuple[float, float]:
        weighted = probabilities.copy()
        weighted[:, NEUTRAL] *= weight
        f1 = f1_of_classes(gold, weighted.argmax(1))
        return (f1[0] + f1[2]) / 2, sum(f1) / 3

    plain = figures(1.0)[1]
    fit = [weight for weight in NEUTRAL_WEIGHTS if figures(weight)[1] >= plain - MOST_LOST]
    return max(fit, key=lambda weight: figures(weight)[0])


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
