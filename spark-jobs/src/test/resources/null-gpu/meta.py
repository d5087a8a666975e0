"""Runs serving and training forms on PyTorch's meta device, whose tensors have a shape, a type and a
device but no values: an operation that mixes devices, or has no kernel for such shapes and types, fails.

Usage: meta.py FORMS.json, a list of {"file", "kind": "serving" or "training", "input", "output"}
"""

import json
import sys

import torch
import torch._meta_registrations  # shapes of operations that only have kernels for devices


def require_meta(tensor, what):
    if tensor.device.type != "meta":
        raise AssertionError(f"{what} is on {tensor.device}")


def serve(module, shape, expected):
    module.eval()
    frames = torch.empty(shape, dtype=torch.uint8, device="meta")
    maps = module(frames)
    check(maps, expected)
    if hasattr(module, "encode"):
        batch, window = shape[:2]
        numbers = torch.empty([batch * window], dtype=torch.int64, device="meta")
        last = torch.empty([batch], dtype=torch.int64, device="meta")
        features = module.encode(frames.flatten(0, 1))
        features = module.join(*features, *module.encode(frames[:, 0]))
        features = module.select(numbers, *features)
        check(module.decode(numbers, last, *features), expected)


def train(module, shape, expected):
    module.train()
    frames = torch.empty(shape, dtype=torch.float32, device="meta")
    maps = module(frames)
    check(maps, expected)
    maps.sum().backward()
    for name, parameter in module.named_parameters():
        if parameter.grad is None:
            raise AssertionError(f"{name} has no gradient")
        require_meta(parameter.grad, f"the gradient of {name}")


def check(maps, expected):
    require_meta(maps, "the result")
    if list(maps.shape) != expected or maps.dtype != torch.float32:
        raise AssertionError(f"{maps.dtype} {list(maps.shape)}, not float32 {expected}")


def main(path):
    with open(path) as file:
        forms = json.load(file)
    for form in forms:
        try:
            module = torch.jit.load(form["file"], map_location="meta")
            run = serve if form["kind"] == "serving" else train
            run(module, form["input"], form["output"])
        except Exception as error:
            sys.exit(f"{form['file']}: {error}")
    print(f"{len(forms)} forms ran on the meta device")


main(sys.argv[1])
