"""The layers of e5 as arrays, their ONNX file, and the states that training reads from it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnxruntime
from tokenizers import Encoding, Tokenizer

from .e5_weights import E5
from .graph import EPSILON, Graph, Range, TensorProto, Weights
from .vocabulary import BEGIN, END

MAX_TOKENS = 128


def layer_weights(e5: E5, layer: int) -> Weights:
    """Weights of one layer, counted from 0, under the names that `graph.Graph.layer` reads."""
    shapes = {
        "q": (384, 384), "k": (384, 384), "v": (384, 384), "ao": (384, 384), "fi": (1536, 384), "fo": (384, 1536),
        "aln": (384,), "oln": (384,),
    }  # fmt: skip
    weights: Weights = {}
    for name, shape in shapes.items():
        weights[name + ".w"] = e5.tensor(f"l{layer}.{name}.w", shape)
        weights[name + ".b"] = e5.tensor(f"l{layer}.{name}.b", shape[:1])
    return weights


def trunk_graph(layers: Sequence[Weights], ranges: Sequence[dict[str, Range]], name: str) -> Graph:
    graph = Graph(name)
    x = graph.input("x", TensorProto.FLOAT, ["batch", "tokens", 384])
    mask = graph.input("mask", TensorProto.INT32, ["batch", "tokens"])
    for number, (weights, spread) in enumerate(zip(layers, ranges, strict=True)):
        x = graph.layer(x, mask, f"{number}.", weights, spread)
    graph.node("Identity", [x], "states")
    graph.output("states", ["batch", "tokens", 384])
    return graph


class Embeddings:
    """Word and position embeddings, normalised: what enters the first layer."""

    def __init__(self, e5: E5, ids: np.ndarray) -> None:
        self.words = e5.tensor("emb.word", (-1, 384))[ids]
        self.positions = e5.tensor("emb.pos", (512, 384)) + e5.tensor("emb.type", (2, 384))[0]
        self.weight, self.bias = e5.tensor("emb.ln.w", (384,)), e5.tensor("emb.ln.b", (384,))

    def of(self, ids: Sequence[int]) -> np.ndarray:
        x = self.words[list(ids)] + self.positions[: len(ids)]
        centred = x - x.mean(1, keepdims=True)
        return centred / np.sqrt((centred**2).mean(1, keepdims=True) + EPSILON) * self.weight + self.bias


def open_session(path: Path, threads: int = 1) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def encode(tokenizer: Tokenizer, text: str) -> tuple[list[int], list[tuple[int, int]]]:
    """Ids with begin and end, and the span of each (code points; empty for begin and end), cut at MAX_TOKENS."""
    encoding: Encoding = tokenizer.encode(text, add_special_tokens=False)
    ids, offsets = encoding.ids[: MAX_TOKENS - 2], encoding.offsets[: MAX_TOKENS - 2]
    return [BEGIN, *ids, END], [(0, 0), *offsets, (0, 0)]


def states_of(session: onnxruntime.InferenceSession, embeddings: Embeddings, ids: Sequence[int]) -> np.ndarray:
    """States [tokens, 384] of one sentence. One at a time: quantisation takes its range from the whole batch."""
    x = embeddings.of(ids)[None].astype(np.float32)
    return session.run(None, {"x": x, "mask": np.ones((1, len(ids)), np.int32)})[0][0]
