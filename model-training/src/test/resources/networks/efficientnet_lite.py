"""EfficientNet-Lite in plain PyTorch, and a record of one training step with it.

    python efficientnet_lite.py > efficientnet-lite.json

Reimplemented independently from the papers, with the names and the zero padding of the package
efficientnet_lite_pytorch 0.1.0. Weights, frames and the loss are computed from formulas as in
forward_pass.py; the network with its decoder is in network_options.py. The step is computed in float64:
maps in training mode, gradients of sum(maps * spread) with their largest magnitude, and running
statistics.
"""

import json
import math

import torch
from torch import nn
from torch.nn import functional as F

# Blocks, kernel, stride, expansion and output channels of each stage of Lite0.
STAGES = [(1, 3, 1, 1, 16), (2, 3, 2, 6, 24), (2, 5, 2, 6, 40), (3, 3, 2, 6, 80),
          (3, 5, 1, 6, 112), (4, 5, 2, 6, 192), (1, 3, 1, 6, 320)]
# Factors of channels and blocks, and size of the images of ImageNet training.
VARIANTS = {"lite0": (1.0, 1.0, 224), "lite1": (1.0, 1.1, 240), "lite2": (1.1, 1.2, 260)}
GRADIENTS = ["encoder._conv_stem.weight", "encoder._blocks.0._depthwise_conv.weight",
             "encoder._blocks.1._expand_conv.weight", "encoder._blocks.3._depthwise_conv.weight",
             "encoder._blocks.9._bn1.weight", "encoder._blocks.11._depthwise_conv.weight",
             "encoder._blocks.15._project_conv.weight", "encoder._blocks.14._bn2.weight",
             "skip2.0.weight", "aspp.convs.2.0.weight"]
STATISTICS = ["encoder._bn0", "encoder._blocks.0._bn1", "encoder._blocks.5._bn0",
              "encoder._blocks.15._bn2", "skip1.1"]
BATCH, HEIGHT, WIDTH = 4, 44, 72
MAP_STEP = 137


class Same(nn.Conv2d):
    """A convolution padded as TensorFlow does for inputs of the given size."""

    def __init__(self, inputs, outputs, kernel, stride, dilation, groups, size):
        super().__init__(inputs, outputs, kernel, stride, 0, dilation, groups, bias=False)
        total = max((math.ceil(size / stride) - 1) * stride + (kernel - 1) * dilation + 1 - size, 0)
        self.borders = (total // 2, total - total // 2) * 2

    def forward(self, x):
        return super().forward(F.pad(x, self.borders))


def norm(channels):
    return nn.BatchNorm2d(channels, eps=1e-3, momentum=0.01)


class Block(nn.Module):
    def __init__(self, inputs, outputs, kernel, stride, dilation, expansion, size):
        super().__init__()
        inner = inputs * expansion
        if expansion > 1:
            self._expand_conv = nn.Conv2d(inputs, inner, 1, bias=False)
            self._bn0 = norm(inner)
        self._depthwise_conv = Same(inner, inner, kernel, stride, dilation, inner, size)
        self._bn1 = norm(inner)
        self._project_conv = nn.Conv2d(inner, outputs, 1, bias=False)
        self._bn2 = norm(outputs)

    def forward(self, x):
        y = F.relu6(self._bn0(self._expand_conv(x))) if hasattr(self, "_expand_conv") else x
        y = F.relu6(self._bn1(self._depthwise_conv(y)))
        return self._bn2(self._project_conv(y))


class EfficientNetLite(nn.Module):
    aspp_channels = decoder_channels = 64

    def __init__(self, variant, output_stride):
        super().__init__()
        width, depth, size = VARIANTS[variant]

        def scaled(channels):
            rounded = int(channels * width + 4) // 8 * 8
            return rounded + 8 if rounded < 0.9 * channels * width else rounded

        self._conv_stem = Same(3, 32, 3, 2, 1, 1, size)
        self._bn0 = norm(32)
        self._blocks = nn.ModuleList()
        self.residual, self.ends = [], []
        inputs, size, reached, dilation = 32, math.ceil(size / 2), 2, 1
        for number, (blocks, kernel, stride, expansion, channels) in enumerate(STAGES):
            outputs = scaled(channels)
            if 0 < number < len(STAGES) - 1:
                blocks = math.ceil(blocks * depth)
            for index in range(blocks):
                first = stride if index == 0 else 1
                self.residual.append(first == 1 and inputs == outputs)
                if first == 2 and reached == output_stride:
                    # The first block of a dilated stage has the dilation of the stage before it.
                    self._blocks.append(Block(inputs, outputs, kernel, 1, dilation, expansion, size))
                    dilation *= 2
                else:
                    self._blocks.append(
                        Block(inputs, outputs, kernel, first, dilation, expansion, size))
                    size, reached = math.ceil(size / first), reached * first
                inputs = outputs
            self.ends.append(len(self._blocks))
        self.channels = {"1": scaled(24), "2": scaled(40), "3": scaled(112), "last": scaled(320)}

    def features(self, frame):
        x = F.relu6(self._bn0(self._conv_stem(frame)))
        stages = {}
        for index, (block, residual) in enumerate(zip(self._blocks, self.residual)):
            x = block(x) + x if residual else block(x)
            if index + 1 in self.ends:
                name = {1: "1", 2: "2", 4: "3", 6: "last"}.get(self.ends.index(index + 1))
                stages[name] = x
        return stages


def main():
    from forward_pass import fill, spread
    from network_options import WithOptions

    options = {"output-stride": "16", "skip-channels": "8", "output": "sigmoid"}
    network = WithOptions(EfficientNetLite("lite0", 16), options).double().train()
    with torch.no_grad():
        fill(network)
        frames = spread(BATCH * 3 * HEIGHT * WIDTH, 7).float().double()
    maps = network(frames.reshape(BATCH, 3, HEIGHT, WIDTH))
    (maps.flatten() * spread(maps.numel(), 3).float()).sum().backward()
    parameters, state = dict(network.named_parameters()), network.state_dict()
    record = {
        "training": maps.flatten()[::MAP_STEP].tolist(),
        "gradients": {
            name: {"first": parameters[name].grad.flatten()[:6].tolist(),
                   "peak": parameters[name].grad.abs().max().item()} for name in GRADIENTS},
        "statistics": {
            f"{path}.{name}": state[f"{path}.{name}"][:4].tolist()
            for path in STATISTICS for name in ("running_mean", "running_var")},
    }
    print(json.dumps(record, indent=1))


if __name__ == "__main__":
    main()
