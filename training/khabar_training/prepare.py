"""Step 1: reads the data sets, has natasha label Russian names, and runs the frozen trunk over every sentence once."""

from __future__ import annotations

import random
import time
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from .calibrate import ranges_of
from .e5_weights import read_e5
from .encoded import Encoded, TrunkEncoder, cached
from .model import Layer
from .rows import Sentence, marked_sentences, name_sentences, own_sentences, read_lines, rusentrel_sentences, stance_sentences
from .silver import add_silver_names
from .substitute import read_names, variants
from .trunk import Embeddings, encode, layer_weights, open_session, trunk_graph
from .vocabulary import build_tokenizer, kept_ids

FROZEN = 6
TEACHER_LAYERS = 12
CALIBRATE_EVERY = 12
TEACH_EVERY = 4
LONGEST = 72
HERE = Path(__file__).parent.parent
COPIES = 2
WIKIGOLD_HELD_OUT, RE3D_HELD_OUT = 200, 100


def prepare(weights: Path, data: Path, own: Path, work: Path) -> dict[str, list[Encoded]]:
    started = time.time()
    work.mkdir(parents=True, exist_ok=True)
    e5 = read_e5(weights)
    ids = kept_ids()
    layers = [layer_weights(e5, number) for number in range(TEACHER_LAYERS)]
    tokenizer, embeddings = build_tokenizer(e5, ids), Embeddings(e5, ids)
    ranges, _ = ranges_of([Layer(weights, 0.0) for weights in layers], calibration_inputs(own, tokenizer, embeddings))
    trunk_graph(layers[:FROZEN], ranges[:FROZEN], "trunk").save(work / "trunk.onnx")
    trunk_graph(layers, ranges, "teacher").save(work / "teacher.onnx")
    encoder = TrunkEncoder(
        tokenizer, embeddings, open_session(work / "trunk.onnx"), open_session(work / "teacher.onnx")
    )
    sets = _sets(data, own)
    encoded: dict[str, list[Encoded]] = {}
    for name, (sentences, teach) in sets.items():
        encoded[name] = cached(
            work / f"{name}.pickle",
            lambda s=sentences, t=teach: [encoder.encode(one, t > 0 and at % t == 0) for at, one in enumerate(s)],
        )
        print(f"{time.time() - started:6.0f} s  {name}: {len(encoded[name])} sentences", flush=True)
    return encoded


def calibration_inputs(own: Path, tokenizer: Tokenizer, embeddings: Embeddings) -> list[np.ndarray]:
    rows = [row for row in read_lines(own) if row["kind"] in ("sample", "gold")]
    return [embeddings.of(encode(tokenizer, row["text"])[0]) for row in rows[::CALIBRATE_EVERY]]


def _sets(data: Path, own: Path) -> dict[str, tuple[list[Sentence], int]]:
    news = stance_sentences(data / "newsmtsc.train.jsonl", "newsmtsc")
    news_dev = {row["text"] for name in ("newsmtsc.dev", "newsmtsc-mt.dev") for row in read_lines(data / f"{name}.jsonl")}
    news = [sentence for sentence in news if sentence.text not in news_dev]
    russian = stance_sentences(data / "rusentne.train.jsonl", "rusentne")
    add_silver_names(russian)
    wikigold = name_sentences(data / "ner.en.wikigold.train.jsonl", "wikigold")
    re3d = name_sentences(data / "ner.en.re3d.train.jsonl", "re3d")
    ours = own_sentences(own)
    sample, gold = ours.sample, ours.gold
    names = read_names(HERE / "names.json", HERE / "people.json")
    arabic_script = [sentence for sentence in sample + gold if sentence.language in ("fa", "ps", "ar")]
    # With each set: of how many sentences one has its vector taught (0: none).
    return {
        "news": (news, TEACH_EVERY),
        "russian": (russian, TEACH_EVERY),
        "wikigold": (wikigold[:-WIKIGOLD_HELD_OUT], 0),
        "re3d": (re3d[:-RE3D_HELD_OUT], 0),
        "sample": (sample, 1),
        "gold": (gold, 1),
        "batch": (ours.batch, 0),
        "marked": (marked_sentences(HERE / "sentences"), 0),
        "substituted-batch": (variants([one for one in ours.batch if one.language in ("fa", "ps", "ar")], names, 1, 9), 0),
        "substituted": (variants(arabic_script, names, COPIES, 7) + variants(gold, names, 1, 8), 0),
        "rusentrel": (rusentrel_sentences(data / "rusentrel", range(1, 38), 9), 0),
        "dev-news": (stance_sentences(data / "newsmtsc.dev.jsonl", "rw"), 0),
        "dev-news-mt": (stance_sentences(data / "newsmtsc-mt.dev.jsonl", "mt"), 0),
        "dev-russian": (stance_sentences(data / "rusentne.dev.jsonl", "ru"), 0),
        "dev-wikigold": (wikigold[-WIKIGOLD_HELD_OUT:], 0),
        "dev-re3d": (re3d[-RE3D_HELD_OUT:], 0),
        "dev-nerel": (name_sentences(data / "ner.ru.nerel.dev.jsonl", "nerel"), 0),
        "dev-anercorp": (
            random.Random(3).sample(name_sentences(data / "ner.ar.anercorp.train.jsonl", "anercorp"), 600), 0
        ),
        "dev-gold": (ours.gold_held_out, 0),
        "dev-batch": (ours.batch_held_out, 0),
        "dev-unseen": (ours.unseen, 0),
        "dev-rusentrel": (rusentrel_sentences(data / "rusentrel", range(38, 100), 9), 0),
    }  # fmt: skip
