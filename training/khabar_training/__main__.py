"""Trains what ships, from the data sets to the files.

python -m khabar_training --e5 e5-small-q4.bin --data ../../shared/data/nlp --own own.jsonl --work /tmp/training \
    --packages ../packages
"""

from __future__ import annotations

import argparse
import hashlib
import json
import time
from pathlib import Path

import numpy as np
import torch

from .e5_weights import read_e5
from .evaluate import pair_predictions, report, stance_probabilities
from .export import export_matrices, export_names, export_reader, export_stance, write_sums
from .model import Reader
from .prepare import FROZEN, LONGEST, calibration_inputs, prepare
from .thresholds import calibration_error, least_sure, softmax, temperature
from .train import Settings, train
from .trunk import Embeddings, layer_weights
from .vocabulary import build_tokenizer, kept_ids, write_embeddings, write_vocabulary

VERSION = "heads-1"
# How often each set is seen in one epoch.
LEARN = {"news": 1, "russian": 1, "wikigold": 2, "re3d": 1, "sample": 1, "gold": 2, "substituted": 1, "rusentrel": 1}
SIDE_PRECISION, PAIR_PRECISION, NAME_CONFIDENCE = 0.85, 0.8, 0.4


def main() -> None:
    parser = argparse.ArgumentParser()
    for name in ("e5", "data", "own", "work", "packages"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    parser.add_argument("--shared", type=int, default=1, help="layers behind the frozen six that names, stances and vectors share and tune")
    parser.add_argument("--epochs", type=int, default=2)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--resume", action="store_true", help="export the model that --work holds, without training")
    options = parser.parse_args()
    started, cpu = time.time(), time.process_time()
    torch.set_num_threads(options.threads)
    torch.manual_seed(1)
    sets = prepare(options.e5, options.data, options.own, options.work, options.packages)
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
    write(model, sets, options)
    print(f"{time.time() - started:.0f} s in all, {time.process_time() - cpu:.0f} s of processor time")


def write(model: Reader, sets: dict, options: argparse.Namespace) -> None:
    e5, ids = read_e5(options.e5), kept_ids()
    encoder, heads = options.packages / "encoder/weights", options.packages / "tag/data/learned"
    for folder in (encoder, heads):
        folder.mkdir(parents=True, exist_ok=True)
    inputs = calibration_inputs(options.own, build_tokenizer(e5, ids), Embeddings(e5, ids))
    write_vocabulary(e5, ids, encoder)
    write_embeddings(e5, ids, encoder)
    export_reader([layer_weights(e5, number) for number in range(FROZEN)], model, inputs, encoder / "reader.onnx")
    export_stance(model, heads / "stance.onnx")
    export_names(model, heads / "names.onnx")
    export_matrices(model, heads)
    network = hashlib.sha256((encoder / "reader.onnx").read_bytes()).hexdigest()[:12]
    (heads / "heads.json").write_text(json.dumps(settings(model, sets, network), indent=2) + "\n")
    write_sums(encoder)
    write_sums(heads)


def settings(model: Reader, sets: dict, network: str) -> dict:
    logits, gold, _ = stance_probabilities(model, sets["dev-news"] + sets["dev-news-mt"] + sets["dev-russian"])
    stance_temperature = temperature(logits, gold)
    sides = softmax(logits, stance_temperature)
    pair_logits, pair_gold = pair_predictions(model, sets["dev-gold"])
    pair_temperature = temperature(pair_logits, pair_gold)
    pairs = softmax(pair_logits, pair_temperature)
    print(f"calibration error: stance {calibration_error(sides, gold):.3f}, pairs {calibration_error(pairs, pair_gold):.3f}")
    return {
        "encoder": network,
        "version": VERSION,
        "temperature": {"stance": stance_temperature, "pair": pair_temperature},
        "threshold": {
            "name": NAME_CONFIDENCE,
            "stance": least_sure(sides, gold, SIDE_PRECISION, none=1),
            "pair": least_sure(pairs, pair_gold, PAIR_PRECISION, none=0),
        },
    }


if __name__ == "__main__":
    main()
