"""Records outputs of networks with each option, reimplemented independently in plain PyTorch.

    python network_options.py > network-options.json

As in forward_pass.py, which defines the common layers, it computes in float64 with weights and frames
from formulas. Maps are [batch, 1, height, width], in evaluation mode.
"""

import json

import torch
from torch import nn
from torch.nn import functional as F

from efficientnet_lite import EfficientNetLite
from forward_pass import Aspp, Encoder, conv_norm_relu, fill, spread

BATCH, HEIGHT, WIDTH = 2, 44, 72  # neither a multiple of 16
MAP_STEP = 37

CASES = [
    {},
    {"output-stride": "16"},
    {"skip-channels": "8"},
    {"output-stride": "16", "skip-channels": "8"},
    {"decoder-channels": "16"},
    {"dropout": "0.5", "decoder-dropout": "0.5"},
    {"output": "sigmoid"},
    {"output": "softmax"},
    {"center-prior": "learned"},
    {"smoothing": "5"},
    {"window": "3"},
    {"output-stride": "16", "skip-channels": "8", "decoder-channels": "16", "output": "softmax",
     "center-prior": "learned", "smoothing": "3", "window": "2"},
    {"output-stride": "32"},
    {"output-stride": "32", "skip-channels": "8"},
    {"skip-channels": "8", "center-prior": "learned", "smoothing": "5", "flip-averaging": "true"},
]
LITE_CASES = [
    ("lite0", {}),
    ("lite0", {"output-stride": "16", "skip-channels": "8", "output": "softmax"}),
    ("lite0", {"output-stride": "32", "skip-channels": "8", "window": "2"}),
    ("lite1", {"output-stride": "16", "dropout": "0.5", "output": "sigmoid"}),
    ("lite2", {"output-stride": "32", "skip-channels": "8", "decoder-channels": "16",
               "output": "softmax", "center-prior": "learned", "smoothing": "3"}),
    ("lite0", {"output-stride": "32", "skip-channels": "8", "output": "softmax",
               "flip-averaging": "true"}),
]


def bilinear(x, size):
    return F.interpolate(x, size=size, mode="bilinear", align_corners=False)


class ConvGru(nn.Module):
    """Ballas et al. 2016, equations 2 to 5."""

    def __init__(self, channels):
        super().__init__()
        self.input = nn.Conv2d(channels, 3 * channels, 3, padding=1)
        self.gates = nn.Conv2d(channels, 2 * channels, 3, padding=1, bias=False)
        self.candidate = nn.Conv2d(channels, channels, 3, padding=1, bias=False)

    def forward(self, frames):
        hidden = torch.zeros_like(frames[:, 0])
        for x in frames.unbind(1):
            reset_x, update_x, candidate_x = self.input(x).chunk(3, 1)
            reset_h, update_h = self.gates(hidden).chunk(2, 1)
            reset = 1 / (1 + torch.exp(-(reset_x + reset_h)))
            update = 1 / (1 + torch.exp(-(update_x + update_h)))
            candidate = torch.tanh(candidate_x + self.candidate(reset * hidden))
            hidden = (1 - update) * hidden + update * candidate
        return hidden


class Smoothing(nn.Module):
    def __init__(self, taps):
        super().__init__()
        self.taps = taps
        self.horizontal = nn.Parameter(torch.empty(1, 1, 1, taps))
        self.vertical = nn.Parameter(torch.empty(1, 1, taps, 1))

    def forward(self, x):
        border = self.taps // 2
        x = F.conv2d(F.pad(x, (border,) * 4, "replicate"), self.vertical @ self.horizontal)
        return x


class ResNet18(Encoder):
    aspp_channels, decoder_channels = 128, 64
    channels = {"1": 64, "2": 128, "3": 256, "last": 512}

    def __init__(self, output_stride):
        super().__init__()
        strides, dilations = {
            8: ((1, 1), ((1, 2), (2, 4))), 16: ((2, 1), ((1, 1), (1, 2))),
            32: ((2, 2), ((1, 1), (1, 1)))}[output_stride]
        for layer, stride, pair in zip((self.layer3, self.layer4), strides, dilations):
            layer[0].conv1.stride = layer[0].downsample[0].stride = stride
            for block, dilation in zip(layer, pair):
                for convolution in (block.conv1, block.conv2):
                    convolution.dilation = convolution.padding = (dilation, dilation)

    def features(self, frame):
        x = F.max_pool2d(F.relu(self.bn1(self.conv1(frame))), 3, 2, 1)
        stages = {"1": self.layer1(x)}
        stages["2"] = self.layer2(stages["1"])
        stages["3"] = self.layer3(stages["2"])
        stages["last"] = self.layer4(stages["3"])
        return stages


class WithOptions(nn.Module):
    def __init__(self, encoder, options):
        super().__init__()
        self.encoder = encoder
        self.window = int(options.get("window", 1))
        self.output = options.get("output", "minmax")
        self.flip_averaging = options.get("flip-averaging") == "true"
        stride = int(options.get("output-stride", 8))
        skip = int(options.get("skip-channels", 0))
        width = int(options.get("decoder-channels", encoder.decoder_channels))
        inputs = encoder.aspp_channels
        self.aspp = Aspp(encoder.channels["last"], inputs)
        for branch, rate in zip(self.aspp.convs[1:4], (6, 12, 18)):
            branch[0].dilation = branch[0].padding = (rate * 16 // stride,) * 2
        if self.window > 1:
            self.temporal = ConvGru(inputs)
        # Encoder stages by the decoder step whose output they are concatenated with.
        self.skipped = {}
        if skip:
            self.skipped = {
                8: {1: "1"}, 16: {1: "2", 2: "1"}, 32: {1: "3", 2: "2", 3: "1"}}[stride]
        for step in (1, 2, 3):
            setattr(self, f"up{step}", nn.Sequential(*conv_norm_relu(inputs, width, 3)))
            inputs = width + (skip if step in self.skipped else 0)
            width //= 2
        self.final = nn.Conv2d(inputs, 1, 3, padding=1)
        for stage in self.skipped.values():
            channels = encoder.channels[stage]
            setattr(self, "skip" + stage, nn.Sequential(*conv_norm_relu(channels, skip, 1)))
        if "smoothing" in options:
            self.smoothing = Smoothing(int(options["smoothing"]))
        if "center-prior" in options:
            self.center_prior = nn.Module()
            self.center_prior.weight = nn.Parameter(torch.empty(1, 1, 9, 16))

    def forward(self, frames):
        x = self.logits(frames)
        if self.flip_averaging:
            x = (x + self.logits(frames.flip(-1)).flip(-1)) / 2
        if hasattr(self, "center_prior"):
            x = x + bilinear(self.center_prior.weight, x.shape[2:])
        if self.output == "sigmoid":
            return 1 / (1 + torch.exp(-x))
        if self.output == "softmax":
            return torch.exp(x) / torch.exp(x).sum((1, 2, 3), True)
        low, high = x.amin((1, 2, 3), True), x.amax((1, 2, 3), True)
        return (x - low) / (high - low + 1e-7)

    def logits(self, frames):
        if self.window == 1:
            frames = frames[:, None]
        contexts = []
        for frame in frames.unbind(1):
            stages = self.encoder.features(frame)
            contexts.append(self.aspp(stages["last"]))
        x = contexts[-1]
        if self.window > 1:
            x = x + self.temporal(torch.stack(contexts, 1))
        for step in (1, 2, 3):
            x = getattr(self, f"up{step}")(x)
            if step in self.skipped:
                stage = self.skipped[step]
                skip = getattr(self, "skip" + stage)(stages[stage])
                x = torch.cat([bilinear(x, skip.shape[2:]), skip], 1)
            else:
                x = bilinear(x, (2 * x.shape[2], 2 * x.shape[3]))
        x = bilinear(self.final(x), frame.shape[2:])
        return self.smoothing(x) if hasattr(self, "smoothing") else x


def run(name, encoder, options):
    stride = int(options.get("output-stride", 8))
    network = WithOptions(encoder(stride), options).double().eval()
    window = int(options.get("window", 1))
    shape = (BATCH, 3, HEIGHT, WIDTH) if window == 1 else (BATCH, window, 3, HEIGHT, WIDTH)
    with torch.no_grad():
        fill(network)
        frames = spread(BATCH * window * 3 * HEIGHT * WIDTH, 7).float().double().reshape(shape)
        maps = network(frames)
    return {
        "network": name,
        "options": options,
        "parameters": sum(parameter.numel() for parameter in network.parameters()),
        "names": sorted(name for name in network.state_dict()
                        if not name.startswith(("encoder.", "aspp."))),
        "maps": [float(f"{value:.9g}") for value in maps.flatten()[::MAP_STEP].tolist()],
    }


if __name__ == "__main__":
    records = [run("deeplab-resnet18", ResNet18, options) for options in CASES]
    for variant, options in LITE_CASES:
        records.append(
            run("deeplab-efficientnet-" + variant,
                lambda stride: EfficientNetLite(variant, stride), options))
    print(json.dumps(records, indent=1))
