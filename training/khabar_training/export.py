"""Step 3: writes what ships: the encoder's layers, the marked layer with its heads, and small matrices."""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np
import torch
from onnx import NodeProto, helper

from .calibrate import ranges_of
from .graph import HEADS, Graph, TensorProto, Weights
from .model import HIDDEN, Layer, Reader, crf_transitions
from .trunk import trunk_graph
from .words import LABELS


def export_reader(frozen: list[Weights], model: Reader, inputs: list[np.ndarray], path: Path) -> list[np.ndarray]:
    """All layers that names, stances and vectors share; returns the states of the inputs after them."""
    layers = [*(Layer(weights, 0.0) for weights in frozen), *model.shared]
    ranges, states = ranges_of(layers, inputs)
    trunk_graph([*frozen, *(layer.weights() for layer in model.shared)], ranges, "reader").save(path)
    return states


def export_stance(model: Reader, path: Path) -> None:
    """states [tokens, hidden], places [spans, tokens] (1 on the tokens of a span), near
    (the same and eight tokens on both sides), pairs [pairs, 2] (holder, target: rows of
    places) -> logits [spans + pairs, 3]: how the text stands to each span, then how each holder stands to its target.

    Not quantised: it reads one query a span, and keys and values are all that is computed a token.
    """
    w = model.focused.weights()
    graph = Graph("stance")
    x = graph.input("states", TensorProto.FLOAT, ["tokens", HIDDEN])
    places = graph.input("places", TensorProto.FLOAT, ["spans", "tokens"])
    near = graph.input("near", TensorProto.FLOAT, ["spans", "tokens"])
    pairs = graph.input("pairs", TensorProto.INT32, ["pairs", 2])
    mean, around = mean_of(graph, places, x), mean_of(graph, near, x)
    marked = graph.node("Add", [mean, graph.constant("mark", model.target_mark.detach().numpy())], "marked")
    first = graph.node("Gather", [x, graph.constant("zero", np.array([0], np.int64))], "first", axis=0)
    query = graph.node("Concat", [first, marked], "query", axis=0)
    asked = ask(graph, query, x, w)
    begin = graph.node("Gather", [asked, graph.constant("row0", np.array([0], np.int64))], "begin", axis=0)
    ends = [graph.constant(name, np.array([value], np.int64)) for name, value in (("from", 1), ("to", 2**31))]
    spans = graph.node("Slice", [asked, *ends, graph.constant("rows", np.array([0], np.int64))], "spans")
    stance = head(graph, model.stance, [spans, rows_of(graph, begin, spans, "begin.spans"), mean, around], "stance")
    sides = []
    for number, name in enumerate(("holder", "target")):
        index = graph.node("Gather", [pairs, graph.constant(name + ".column", np.array(number, np.int64))], name + ".index", axis=1)
        sides.append(graph.node("Gather", [spans, index], name, axis=0))
    pair = head(graph, model.pair, [*sides, rows_of(graph, begin, sides[0], "begin.pairs")], "pair")
    graph.node("Concat", [stance, pair], "logits", axis=0)
    graph.output("logits", ["rows", 3])
    graph.save(path)


def mean_of(graph: Graph, places: str, x: str) -> str:
    one = graph.constant(places + ".one", np.array([1], np.float32))
    axis = graph.constant(places + ".axis", np.array([1], np.int64))
    count = graph.node("Max", [graph.node("ReduceSum", [places, axis], places + ".count", keepdims=1), one], places + ".least")
    return graph.node("Div", [graph.node("MatMul", [places, x], places + ".sum"), count], places + ".mean")


def rows_of(graph: Graph, row: str, like: str, name: str) -> str:
    """The row as often as `like` has rows."""
    nothing = graph.node("Mul", [like, graph.constant(name + ".zero", np.array(0, np.float32))], name + ".nothing")
    return graph.node("Add", [nothing, row], name)


def ask(graph: Graph, query: str, x: str, w: Weights) -> str:
    """`model.Layer.ask`: rows of `query` [rows, hidden] attend to x [tokens, hidden]."""
    size = HIDDEN // HEADS

    def linear(source: str, name: str) -> str:
        bias = graph.constant(f"{name}.b", w[f"{name}.b"])
        return graph.node("Gemm", [source, half(graph, f"{name}.w", w[f"{name}.w"]), bias], name, transB=1)

    def heads(source: str, name: str, order: list[int]) -> str:
        shape = graph.constant(name + ".shape", np.array([-1, HEADS, size], np.int64))
        return graph.node("Transpose", [graph.node("Reshape", [source, shape], name + ".split")], name + ".heads", perm=order)

    q = heads(linear(query, "q"), "q", [1, 0, 2])
    k = heads(linear(x, "k"), "k", [1, 2, 0])
    v = heads(linear(x, "v"), "v", [1, 0, 2])
    scale = graph.constant("scale", np.array(1 / np.sqrt(size), np.float32))
    scores = graph.node("Mul", [graph.node("MatMul", [q, k], "qk"), scale], "scores")
    attended = graph.node("MatMul", [graph.node("Softmax", [scores], "weights", axis=-1), v], "attended.heads")
    flat = graph.constant("flat", np.array([-1, HIDDEN], np.int64))
    attended = graph.node("Reshape", [graph.node("Transpose", [attended], "attended.rows", perm=[1, 0, 2]), flat], "attended")
    y = graph.node("Add", [query, linear(attended, "ao")], "add1")
    y = graph.norm(y, "aln", w["aln.w"], w["aln.b"])
    graph.nodes.append(onnx_gelu(linear(y, "fi"), "fi.gelu"))
    return graph.norm(graph.node("Add", [y, linear("fi.gelu", "fo")], "add2"), "oln", w["oln.w"], w["oln.b"])


def head(graph: Graph, layers: torch.nn.Sequential, inputs: list[str], name: str) -> str:
    linear = [layer for layer in layers if isinstance(layer, torch.nn.Linear)]
    x = graph.node("Concat", inputs, name + ".in", axis=1)
    for number, layer in enumerate(linear):
        weight = half(graph, f"{name}.{number}.w", layer.weight.detach().numpy())
        bias = graph.constant(f"{name}.{number}.b", layer.bias.detach().numpy())
        x = graph.node("Gemm", [x, weight, bias], f"{name}.{number}", transB=1)
        if number + 1 < len(linear):
            graph.nodes.append(onnx_gelu(x, f"{name}.gelu"))
            x = f"{name}.gelu"
    return x


def half(graph: Graph, name: str, weight: np.ndarray) -> str:
    """Kept as float16, widened once when the file is opened."""
    return graph.node("Cast", [graph.constant(name + ".f16", weight.astype(np.float16))], name, to=TensorProto.FLOAT)


def onnx_gelu(x: str, name: str) -> NodeProto:
    return helper.make_node("Gelu", [x], [name], name=name, domain="com.microsoft")


def export_names(model: Reader, path: Path) -> None:
    """states [tokens, hidden], first [words] (token of each word), share [words, tokens] (1 / tokens of the word) -> [words, 7]."""
    graph = Graph("names")
    x = graph.input("states", TensorProto.FLOAT, ["tokens", HIDDEN])
    first = graph.input("first", TensorProto.INT32, ["words"])
    share = graph.input("share", TensorProto.FLOAT, ["words", "tokens"])
    features = [graph.node("Gather", [x, first], "at.first", axis=0), graph.node("MatMul", [share, x], "mean")]
    graph.node("Identity", [head(graph, model.names, features, "names")], "scores")
    graph.output("scores", ["words", len(LABELS)])
    graph.save(path)


def export_matrices(model: Reader, folder: Path) -> None:
    """`transitions.f32`: [8, 7], the last row into the first word. `vector.f32`: [384, 384]."""
    (folder / "transitions.f32").write_bytes(crf_transitions(model).detach().numpy().astype("<f4").tobytes())
    (folder / "vector.f32").write_bytes(model.vector.weight.detach().numpy().astype("<f4").tobytes())


def write_sums(folder: Path) -> None:
    """`sha256sums`, as the program of that name writes it."""
    names = sorted(path.name for path in folder.iterdir() if path.suffix in (".onnx", ".f32", ".q4", ".txt"))
    lines = [f"{hashlib.sha256((folder / name).read_bytes()).hexdigest()}  {name}\n" for name in names]
    (folder / "sha256sums").write_text("".join(lines))


