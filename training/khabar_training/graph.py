"""Writes transformer layers as an ONNX graph from plain arrays, and quantises their matrices to int8.

Graphs are written by hand instead of traced, so that the same weights give the same file byte by byte.
Activations are quantised by onnxruntime per tensor at run time; weights per column in 7 bits (`reduce_range`), because
the AVX2 kernels add pairs of 8-bit products in 16 bits and saturate: with 7 bits every CPU computes the same integers.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

HEADS = 12
EPSILON = 1e-12
OPSET = 17


Matrix = tuple[np.ndarray, np.ndarray]
Weights = dict[str, np.ndarray]


@dataclass(frozen=True)
class Range:
    """How the inputs of a matrix are spread: their middle (None: 0) and greatest distance from it, a channel each."""

    centre: np.ndarray | None
    greatest: np.ndarray

    def smooth(self, weight: np.ndarray) -> np.ndarray:
        """By what each input channel is divided (SmoothQuant, Xiao 2022, alpha 0.5): a few channels of e5 are ten times
        as large as the rest, and one range for all would leave the rest a few steps."""
        wide = np.sqrt(np.maximum(self.greatest, 1e-4) / np.maximum(np.abs(weight).max(0), 1e-4))
        return (wide / np.exp(np.log(wide).mean())).astype(np.float32)

    def apart(self, smooth: np.ndarray) -> np.ndarray:
        """Channels that still tower over the rest: one neuron of each layer of e5 does, on the token that begins a text."""
        if self.centre is not None:
            return np.array([], np.int64)
        even = self.greatest / smooth
        return np.flatnonzero(even > 1.8 * np.sort(even)[-8])


class Graph:
    def __init__(self, name: str) -> None:
        self.name = name
        self.nodes: list[onnx.NodeProto] = []
        self.constants: dict[str, onnx.TensorProto] = {}
        self.inputs: list[onnx.ValueInfoProto] = []
        self.outputs: list[onnx.ValueInfoProto] = []

    def input(self, name: str, kind: int, shape: list[str | int]) -> str:
        self.inputs.append(helper.make_tensor_value_info(name, kind, shape))
        return name

    def output(self, name: str, shape: list[str | int]) -> None:
        self.outputs.append(helper.make_tensor_value_info(name, TensorProto.FLOAT, shape))

    def constant(self, name: str, value: np.ndarray) -> str:
        self.constants[name] = numpy_helper.from_array(np.asarray(value, order="C"), name)
        return name

    def node(self, kind: str, inputs: list[str], output: str, **attributes: object) -> str:
        self.nodes.append(helper.make_node(kind, inputs, [output], name=output, **attributes))
        return output

    def linear(self, x: str, name: str, matrix: Matrix, ranges: Range | None = None) -> str:
        """x W^T + b, quantised. With `ranges`, inputs are centred and evened out before, and W and b make up for it."""
        weight, bias = matrix
        exact = None
        if ranges is not None:
            smooth = ranges.smooth(weight)
            apart = ranges.apart(smooth)
            if len(apart):
                few = self.node("Gather", [x, self.constant(name + ".apart", apart)], name + ".few", axis=2)
                exact = self.node("MatMul", [few, self.constant(name + ".few.w", weight[:, apart].T)], name + ".exact")
            if ranges.centre is not None:
                bias = bias + weight @ ranges.centre
                x = self.node("Sub", [x, self.constant(name + ".centre", ranges.centre)], name + ".centred")
            weight, even = weight * smooth, (1 / smooth).astype(np.float32)
            weight[:, apart], even[apart] = 0, 0
            x = self.node("Mul", [x, self.constant(name + ".smooth", even)], name + ".even")
        limit = np.maximum(np.abs(weight).max(1), 1e-8)
        scale = (limit / 63).astype(np.float32)
        integers = np.clip(np.rint(weight / scale[:, None]), -63, 63).astype(np.int8).T
        constants = {".w": integers, ".s": scale, ".z": np.zeros(len(scale), np.int8), ".b": bias.astype(np.float32)}
        inputs = [x, *(self.constant(name + end, value) for end, value in constants.items())]
        output = name if exact is None else name + ".rest"
        self.nodes.append(
            helper.make_node("DynamicQuantizeMatMul", inputs, [output], name=output, domain="com.microsoft")
        )
        return name if exact is None else self.node("Add", [output, exact], name)

    def norm(self, x: str, name: str, weight: np.ndarray, bias: np.ndarray) -> str:
        w, b = self.constant(name + ".w", weight), self.constant(name + ".b", bias)
        return self.node("LayerNormalization", [x, w, b], name, axis=-1, epsilon=EPSILON)

    def layer(self, x: str, mask: str, prefix: str, w: Weights, ranges: dict[str, Range]) -> str:
        """One BERT layer (post-norm); mask is int32 [batch, tokens], 1 where a token is."""
        # Each row of attention sums to 1, so the bias of the values reaches the output whole.
        qkv = self.linear(
            x,
            prefix + "qkv",
            (np.concatenate([w["q.w"], w["k.w"], w["v.w"]]), np.concatenate([w["q.b"], w["k.b"], np.zeros_like(w["v.b"])])),
            ranges["qkv"],
        )
        parts = [prefix + "q", prefix + "k", prefix + "v"]
        self.nodes.append(helper.make_node("Split", [qkv], parts, name=prefix + "split", axis=2))
        attended = prefix + "attended"
        self.nodes.append(
            helper.make_node(
                "MultiHeadAttention", [*parts, "", mask], [attended], name=attended, domain="com.microsoft", num_heads=HEADS
            )
        )
        out = self.linear(attended, prefix + "ao", (w["ao.w"], w["ao.b"] + w["ao.w"] @ w["v.b"]), ranges["ao"])
        x = self.norm(self.node("Add", [x, out], prefix + "add1"), prefix + "aln", w["aln.w"], w["aln.b"])
        hidden = self.linear(x, prefix + "fi", (w["fi.w"], w["fi.b"]), ranges["fi"])
        self.nodes.append(
            helper.make_node("Gelu", [hidden], [prefix + "gelu"], name=prefix + "gelu", domain="com.microsoft")
        )
        out = self.linear(prefix + "gelu", prefix + "fo", (w["fo.w"], w["fo.b"]), ranges["fo"])
        return self.norm(self.node("Add", [x, out], prefix + "add2"), prefix + "oln", w["oln.w"], w["oln.b"])

    def save(self, path: Path) -> None:
        graph = helper.make_graph(self.nodes, self.name, self.inputs, self.outputs, list(self.constants.values()))
        model = helper.make_model(
            graph,
            producer_name="khabar",
            opset_imports=[helper.make_opsetid("", OPSET), helper.make_opsetid("com.microsoft", 1)],
            ir_version=9,
        )
        path.write_bytes(model.SerializeToString(deterministic=True))
