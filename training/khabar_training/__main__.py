"""Trains what ships, from the data sets to the files.

python -m khabar_training --e5 e5-small-q4.bin --data ../../shared/data/nlp --own own.jsonl --work /tmp/training \
    --packages ../packages
"""

from __future__ import annotations

import argparse
import hashlib
import json
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch

from .e5_weights import read_e5
from .encoded import Encoded
from .evaluate import NAME_SETS, pair_predictions, report, stance_probabilities
from .export import export_matrices, export_names, export_reader, export_stance, write_sums
from .graph import Weights
from .model import Reader
from .prepare import FROZEN, LONGEST, calibration_inputs, prepare
from .refine import copy_into, quantised_tail, refine, shipped_states
from .thresholds import calibration_error, least_sure, neutral_weight, softmax, temperature
from .train import Settings, train
from .trunk import Embeddings, layer_weights
from .vocabulary import build_tokenizer, kept_ids, write_embeddings, write_vocabulary

VERSION = "heads-2"
# How often each set is seen in one epoch of the first training.
LEARN = {"news": 1, "russian": 1, "wikigold": 2, "re3d": 1, "sample": 1, "gold": 2, "substituted": 1, "rusentrel": 1}
SIDE_PRECISION, PAIR_PRECISION, NAME_CONFIDENCE = 0.825, 0.8, 0.4


def main() -> None:
    parser = argparse.ArgumentParser()
    for name in ("e5", "data", "own", "work", "packages"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    parser.add_argument("--shared", type=int, default=1, help="layers behind the frozen six that names, stances and vectors share and tune")
    parser.add_argument("--epochs", type=int, default=2)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--resume", action="store_true", help="go on after the first training, whose model --work holds")
    parser.add_argument(
        "--measure-seen", action="store_true", help="learn nothing from some targets of RuSentNE whose sentence is learned from; not for what ships"
    )
    options = parser.parse_args()
    started, cpu = time.time(), time.process_time()
    torch.set_num_threads(options.threads)
    torch.manual_seed(1)
    sets = prepare(options.e5, options.data, options.own, options.work)
    if options.measure_seen:
        sets["dev-russian-seen"] = hold_out_targets(sets["russian"])
    e5 = read_e5(options.e5)
    tuned = [layer_weights(e5, FROZEN + number) for number in range(options.shared + 1)]
    model = Reader(tuned[:-1], tuned[-1])
    saved = options.work / "model.pt"
    if options.resume:
        model.load_state_dict(torch.load(saved))
    else:
        rows = [row for name, times in LEARN.items() for row in sets[name] * times if len(row.states) <= LONGEST]

        def after_epoch(epoch: int) -> None:
            print(f"epoch {epoch + 1}", flush=True)
            report(model, sets)
            torch.save(model.state_dict(), saved)

        train(model, rows, Settings(epochs=options.epochs), after_epoch)
    model.eval()
    frozen = [layer_weights(e5, number) for number in range(FROZEN)]
    ids = kept_ids()
    inputs = calibration_inputs(options.own, build_tokenizer(e5, ids), Embeddings(e5, ids))
    quantised_tail(frozen, model, inputs, options.work / "tail.onnx")
    shipped = shipped_states(sets, options.work / "tail.onnx")

    def after_refining(stage: str, part: Reader) -> None:
        print(f"refined, {stage}", flush=True)
        report(part, {name: rows for name, rows in shipped.items() if name not in NAME_SETS or name == "dev-gold"})

    part = refine(model, shipped, LONGEST, after_refining)
    copy_into(model, part)
    if options.measure_seen:
        print("F1-PN of RuSentNE, 2.39 seen to 1 unseen row: %.1f" % mixed_figure(part, shipped))
    else:
        write(model, settings(part, shipped), (frozen, inputs, options))
    print(f"{time.time() - started:.0f} s in all, {time.process_time() - cpu:.0f} s of processor time, {options.threads} threads")


def hold_out_targets(rows: list[Encoded]) -> list[Encoded]:
    """Takes the last target from every second sentence that has more than one."""
    several = [row for row in rows if len(row.targets) > 1][::2]
    return [replace(row, targets=[row.targets.pop()], pairs=[]) for row in several]


def mixed_figure(part: Reader, sets: dict[str, list[Encoded]]) -> float:
    """The validation set of the shared task has 2,005 rows whose sentence is in its train file and 840 that are new."""
    (seen, seen_gold, _), (new, new_gold, _) = (stance_probabilities(part, sets[n]) for n in ("dev-russian-seen", "dev-russian"))
    said, gold = np.concatenate([seen.argmax(1), new.argmax(1)]), np.concatenate([seen_gold, new_gold])
    weight = np.concatenate([np.full(len(seen), 2005 / 840 * len(new) / len(seen)), np.ones(len(new))])
    f1 = [200 * weight[(said == c) & (gold == c)].sum() / (weight[said == c].sum() + weight[gold == c].sum()) for c in (0, 2)]
    return float(np.mean(f1))


def write(model: Reader, known: dict, made: tuple[list[Weights], list[np.ndarray], argparse.Namespace]) -> None:
    frozen, inputs, options = made
    e5, ids = read_e5(options.e5), kept_ids()
    encoder, heads = options.packages / "encoder/weights", options.packages / "tag/data/learned"
    for folder in (encoder, heads):
        folder.mkdir(parents=True, exist_ok=True)
    write_vocabulary(e5, ids, encoder)
    write_embeddings(e5, ids, encoder)
    export_reader(frozen, model, inputs, encoder / "reader.onnx")
    export_stance(model, heads / "stance.onnx")
    export_names(model, heads / "names.onnx")
    export_matrices(model, heads)
    network = hashlib.sha256((encoder / "reader.onnx").read_bytes()).hexdigest()[:12]
    (heads / "heads.json").write_text(json.dumps({"encoder": network, **known}, indent=2) + "\n")
    write_sums(encoder)
    write_sums(heads)


def settings(model: Reader, sets: dict[str, list[Encoded]]) -> dict:
    logits, gold, _ = stance_probabilities(model, sets["dev-news"] + sets["dev-news-mt"] + sets["dev-russian"])
    stance_temperature = temperature(logits, gold)
    sides = softmax(logits, stance_temperature)
    pair_logits, pair_gold = pair_predictions(model, sets["dev-gold"])
    pair_temperature = temperature(pair_logits, pair_gold)
    pairs = softmax(pair_logits, pair_temperature)
    print(f"calibration error: stance {calibration_error(sides, gold):.3f}, pairs {calibration_error(pairs, pair_gold):.3f}")
    russian, russian_gold, _ = stance_probabilities(model, sets["dev-russian"])
    return {
        "version": VERSION,
        "temperature": {"stance": stance_temperature, "pair": pair_temperature},
        "threshold": {
            "name": NAME_CONFIDENCE,
            "stance": least_sure(sides, gold, SIDE_PRECISION, none=1),
            "pair": least_sure(pairs, pair_gold, PAIR_PRECISION, none=0),
        },
        "neutralWeight": {"cyrillic": neutral_weight(softmax(russian, stance_temperature), russian_gold)},
    }


if __name__ == "__main__":
    main()
