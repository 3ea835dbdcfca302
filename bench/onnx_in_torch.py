"""Computes the operators of Alma's exported models by PyTorch, for bench/serving: load(PATH) gives a function of a batch, and its shape."""
import onnx
import torch
from onnx import numpy_helper
from torch.nn import functional as F


def slice_of(x, starts, ends, axes, steps=None):
    for k, (start, end, axis) in enumerate(zip(starts.tolist(), ends.tolist(), axes.tolist())):
        index = [slice(None)] * x.dim()
        index[axis] = slice(start, min(end, x.shape[axis]), int(steps[k]) if steps is not None else 1)
        x = x[tuple(index)]
    return x


def unsqueeze(x, axes):
    for axis in sorted(axes.tolist()):
        x = x.unsqueeze(axis)
    return x


operators = {
    "Cast": lambda a, x: x.float(),
    "Identity": lambda a, x: x,
    "Mul": lambda a, x, y: x * y,
    "Add": lambda a, x, y: x + y,
    "Relu": lambda a, x: F.relu(x),
    "MatMul": lambda a, x, y: x @ y,
    "Flatten": lambda a, x: x.flatten(1),
    "Reshape": lambda a, x, shape: x.reshape([x.shape[k] if side == 0 else side for k, side in enumerate(shape.tolist())]),
    "Gemm": lambda a, x, w, b: F.linear(x, w if a.get("transB") else w.t(), b),
    "Softmax": lambda a, x: F.softmax(x, a.get("axis", -1)),
    "Concat": lambda a, *parts: torch.cat(parts, a["axis"]),
    "Slice": lambda a, x, *how: slice_of(x, *how),
    "Unsqueeze": lambda a, x, axes: unsqueeze(x, axes),
    "Squeeze": lambda a, x, axes: x.squeeze(int(axes[0])),
    "MaxPool": lambda a, x: F.max_pool2d(x, a["kernel_shape"], a.get("strides"), a.get("pads", [0, 0])[:2]),
    "Conv": lambda a, x, w, b=None: F.conv2d(x, w, b, a.get("strides", 1), a.get("pads", [0, 0])[:2], 1, a.get("group", 1)),
    "BatchNormalization": lambda a, x, w, b, mean, variance: F.batch_norm(x, mean, variance, w, b, eps=a.get("epsilon", 1e-5)),
}


def load(path):
    graph = onnx.load(path).graph
    weights = {tensor.name: torch.from_numpy(numpy_helper.to_array(tensor).copy()) for tensor in graph.initializer}
    known, steps = {*weights, graph.input[0].name}, []
    for node in graph.node:
        if not known.issuperset(node.input) or node.op_type == "ArgMax":  # the label is not asked for
            continue
        attributes = {a.name: onnx.helper.get_attribute_value(a) for a in node.attribute}
        steps.append((operators[node.op_type], attributes, list(node.input), node.output[0]))
        known.add(node.output[0])

    def model(images):
        values = {**weights, graph.input[0].name: images}
        for operator, attributes, inputs, output in steps:
            values[output] = operator(attributes, *(values[name] for name in inputs))
        return values["probabilities"]

    return model, [side.dim_value for side in graph.input[0].type.tensor_type.shape.dim][1:]
