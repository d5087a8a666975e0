"""Predicts saliency maps: where people look in the frames of videos.

    python saliency.py INPUT OUTPUT

INPUT is a folder of videos, each a folder of frames (PNG or JPEG; or with a folder `frames` or
`images`).
The map of INPUT/video/0001.png is written to OUTPUT/video/0001.png, 8-bit grey, at the size of
the frame.

SaliencyModel is the network, SaliencyEvaluator applies it to folders. `saliency.json` describes
the network, `weights.pth` is its state_dict.
"""

import argparse
import json
import math
import re
import sys
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from PIL import Image, ImageOps
from torch import nn

FOLDER = Path(__file__).resolve().parent
IMAGES = {".png", ".jpg", ".jpeg", ".bmp", ".webp", ".tif", ".tiff"}


def conv(inputs, outputs, kernel, stride=1, dilation=1, groups=1, bias=False):
    """A convolution, padded so that stride 1 keeps the size."""
    padding = dilation * (kernel // 2)
    return nn.Conv2d(inputs, outputs, kernel, stride, padding, dilation, groups, bias)


def conv_norm_relu(inputs, outputs, kernel, dilation=1):
    return nn.Sequential(
        conv(inputs, outputs, kernel, dilation=dilation), nn.BatchNorm2d(outputs), nn.ReLU()
    )


def resize(x, like):
    """Resizes bilinearly to the height and width of another tensor."""
    return F.interpolate(x, like.shape[-2:], mode="bilinear", align_corners=False)


# ---------------------------------------------------------------- encoder: ResNet


class ResNetBlock(nn.Module):
    """A residual block of two 3x3 convolutions, or of 1x1, 3x3 and 1x1 (bottleneck)."""

    def __init__(self, inputs, channels, is_bottleneck, stride, dilation):
        super().__init__()
        outputs = channels * 4 if is_bottleneck else channels
        if is_bottleneck:
            self.conv1 = conv(inputs, channels, 1)
            self.conv2 = conv(channels, channels, 3, stride, dilation)
            self.conv3 = conv(channels, outputs, 1)
            self.bn3 = nn.BatchNorm2d(outputs)
        else:
            self.conv1 = conv(inputs, channels, 3, stride, dilation)
            self.conv2 = conv(channels, channels, 3, dilation=dilation)
            self.conv3 = None
        self.bn1 = nn.BatchNorm2d(channels)
        self.bn2 = nn.BatchNorm2d(channels)
        self.downsample = None
        if stride != 1 or inputs != outputs:
            self.downsample = nn.Sequential(
                conv(inputs, outputs, 1, stride), nn.BatchNorm2d(outputs)
            )

    def forward(self, x):
        y = F.relu(self.bn1(self.conv1(x)))
        y = self.bn2(self.conv2(y))
        if self.conv3 is not None:
            y = self.bn3(self.conv3(F.relu(y)))
        return F.relu(y + (x if self.downsample is None else self.downsample(x)))


class ResNet(nn.Module):
    """ResNet without its head; the last strides become dilations (output stride 8, 16 or 32)."""

    def __init__(self, depths, is_bottleneck, output_stride):
        super().__init__()
        self.conv1 = conv(3, 64, 7, stride=2)
        self.bn1 = nn.BatchNorm2d(64)
        stride3 = 1 if output_stride == 8 else 2
        stride4 = 2 if output_stride == 32 else 1
        dilation3 = 2 // stride3
        dilation4 = dilation3 * 2 // stride4
        # channels, stride, dilation of the first block, dilation of the others
        stages = [
            (64, 1, 1, 1),
            (128, 2, 1, 1),
            (256, stride3, 1, dilation3),
            (512, stride4, dilation3, dilation4),
        ]
        self.channels = []  # of the features that forward returns
        inputs = 64
        for number, (channels, stride, first, dilation) in enumerate(stages):
            blocks = []
            for i in range(depths[number]):
                blocks.append(
                    ResNetBlock(inputs, channels, is_bottleneck, stride, first)
                    if i == 0
                    else ResNetBlock(inputs, channels, is_bottleneck, 1, dilation)
                )
                inputs = channels * 4 if is_bottleneck else channels
            setattr(self, f"layer{number + 1}", nn.Sequential(*blocks))
            self.channels.append(inputs)

    def forward(self, x):
        """Features at 1/4, at 1/8, of the third stage, and at the output stride."""
        x = F.max_pool2d(F.relu(self.bn1(self.conv1(x))), 3, stride=2, padding=1)
        features = []
        for layer in (self.layer1, self.layer2, self.layer3, self.layer4):
            x = layer(x)
            features.append(x)
        return features


# ---------------------------------------------------------------- encoder: EfficientNet-Lite


class EvenConv2d(nn.Conv2d):
    """A convolution with one row and column less of padding at the top and left."""

    def forward(self, x):
        border = self.dilation[0] * (self.kernel_size[0] // 2)
        x = F.pad(x, [border - 1, border, border - 1, border])
        return F.conv2d(x, self.weight, None, self.stride, 0, self.dilation, self.groups)


class InvertedBottleneck(nn.Module):
    """Expands the channels, filters each, and projects them."""

    def __init__(self, inputs, outputs, kernel, expansion, stride, place):
        super().__init__()
        inner = inputs * expansion
        self._expand_conv = conv(inputs, inner, 1) if expansion > 1 else None
        self._bn0 = norm(inner) if expansion > 1 else None
        self._depthwise_conv = place(inner, inner, kernel, stride, groups=inner)
        self._bn1 = norm(inner)
        self._project_conv = conv(inner, outputs, 1)
        self._bn2 = norm(outputs)
        self.is_residual = stride == 1 and inputs == outputs

    def forward(self, x):
        y = x
        if self._expand_conv is not None:
            y = F.relu6(self._bn0(self._expand_conv(y)))
        y = F.relu6(self._bn1(self._depthwise_conv(y)))
        y = self._bn2(self._project_conv(y))
        return y + x if self.is_residual else y


def norm(channels):
    """Batch normalisation with TensorFlow's constants."""
    return nn.BatchNorm2d(channels, eps=1e-3, momentum=0.01)


class EfficientNetLite(nn.Module):
    """EfficientNet-Lite without its head; the last strides become dilations."""

    # blocks, kernel, stride, expansion, channels
    STAGES = [
        (1, 3, 1, 1, 16),
        (2, 3, 2, 6, 24),
        (2, 5, 2, 6, 40),
        (3, 3, 2, 6, 80),
        (3, 5, 1, 6, 112),
        (4, 5, 2, 6, 192),
        (1, 3, 1, 6, 320),
    ]
    RETURNED = [1, 2, 4, 6]  # stages whose last features forward returns

    def __init__(self, width, depth, nominal_size, output_stride):
        super().__init__()
        self.size = nominal_size  # of the features of the classifier at this place
        self.stride = 1
        self.dilation = 1
        self.output_stride = output_stride
        self._conv_stem = self.place(3, 32, 3, 2)
        self._bn0 = norm(32)
        blocks = []
        self.ends = []  # number of blocks up to the end of each stage
        self.channels = []  # of the features that forward returns
        inputs = 32
        for number, (count, kernel, stride, expansion, channels) in enumerate(self.STAGES):
            if 0 < number < len(self.STAGES) - 1:
                count = math.ceil(depth * count)
            outputs = self.scaled(channels * width)
            for i in range(count):
                blocks.append(
                    InvertedBottleneck(
                        inputs, outputs, kernel, expansion, stride if i == 0 else 1, self.place
                    )
                )
                inputs = outputs
            self.ends.append(len(blocks))
            if number in self.RETURNED:
                self.channels.append(outputs)
        self._blocks = nn.ModuleList(blocks)

    @staticmethod
    def scaled(exact):
        """The nearest multiple of 8, but not less than 90 %."""
        rounded = int(exact + 4) // 8 * 8
        return max(8, rounded + 8 if rounded < 0.9 * exact else rounded)

    def place(self, inputs, outputs, kernel, stride, groups=1):
        """A convolution with its stride or, where the output stride is reached, a dilation."""
        dilation = self.dilation
        if stride == 1:
            return conv(inputs, outputs, kernel, 1, dilation, groups)
        if self.stride == self.output_stride:
            self.dilation *= stride
            return conv(inputs, outputs, kernel, 1, dilation, groups)
        self.stride *= stride
        is_even = self.size % 2 == 0
        self.size = (self.size + 1) // 2
        if is_even:
            return EvenConv2d(inputs, outputs, kernel, stride, groups=groups, bias=False)
        return conv(inputs, outputs, kernel, stride, 1, groups)

    def forward(self, x):
        """Features at 1/4, at 1/8, at 1/16, and at the output stride."""
        x = F.relu6(self._bn0(self._conv_stem(x)))
        features = []
        for number, block in enumerate(self._blocks, start=1):
            x = block(x)
            if number in self.ends and self.ends.index(number) in self.RETURNED:
                features.append(x)
        return features


# ---------------------------------------------------------------- the network


class ASPP(nn.Module):
    """Atrous spatial pyramid pooling: context of several sizes and of the whole frame."""

    def __init__(self, inputs, channels, output_stride):
        super().__init__()
        branches = [conv_norm_relu(inputs, channels, 1)]
        for rate in (6, 12, 18):  # at output stride 16
            branches.append(conv_norm_relu(inputs, channels, 3, rate * 16 // output_stride))
        branches.append(
            nn.Sequential(nn.AdaptiveAvgPool2d(1), *conv_norm_relu(inputs, channels, 1))
        )
        self.convs = nn.ModuleList(branches)
        self.project = conv_norm_relu(5 * channels, channels, 1)

    def forward(self, x):
        branches = [branch(x) for branch in self.convs]
        branches[-1] = resize(branches[-1], x)
        return self.project(torch.cat(branches, 1))


class ConvGRU(nn.Module):
    """A gated recurrent unit with 3x3 convolutions; returns the state after the last frame."""

    def __init__(self, channels):
        super().__init__()
        self.input = conv(channels, 3 * channels, 3, bias=True)
        self.gates = conv(channels, 2 * channels, 3)
        self.candidate = conv(channels, channels, 3)

    def forward(self, x, window):
        """Runs over windows of features, [batch * window, channels, height, width]."""
        terms = self.input(x).unflatten(0, (-1, window))
        reset, update, candidate = terms[:, 0].chunk(3, 1)
        state = torch.sigmoid(update) * torch.tanh(candidate)
        for step in range(1, window):
            reset, update, candidate = terms[:, step].chunk(3, 1)
            own_reset, own_update = self.gates(state).chunk(2, 1)
            reset = torch.sigmoid(reset + own_reset)
            update = torch.sigmoid(update + own_update)
            candidate = torch.tanh(candidate + self.candidate(reset * state))
            state = state + update * (candidate - state)
        return state


class Smoothing(nn.Module):
    """A learned separable blur; borders are replicated."""

    def __init__(self, taps):
        super().__init__()
        self.horizontal = nn.Parameter(torch.zeros(1, 1, 1, taps))
        self.vertical = nn.Parameter(torch.zeros(1, 1, taps, 1))

    def forward(self, x):
        border = self.horizontal.shape[-1] // 2
        x = F.conv2d(F.pad(x, [border, border, 0, 0], mode="replicate"), self.horizontal)
        return F.conv2d(F.pad(x, [0, 0, border, border], mode="replicate"), self.vertical)


class CenterPrior(nn.Module):
    """Adds a learned map to the logits."""

    def __init__(self):
        super().__init__()
        self.weight = nn.Parameter(torch.zeros(1, 1, 9, 16))

    def forward(self, x):
        return x + resize(self.weight, x)


class VideoBias(nn.Module):
    """Adapts logits of a network for photographs to videos: people look at the center and at
    what moves. Frames are of a video if two consecutive ones show the same shot and differ."""

    SHARE, MOTION, NOISE, OVERLAP, DIFFERENT, LEVELS = 0.25, 0.25, 0.01, 0.85, 1e-4, 8

    def __init__(self, mean, deviation):
        super().__init__()
        self.register_buffer("center", torch.zeros(1, 1, 24, 32))  # log of a Gaussian
        self.mean, self.deviation = mean, deviation

    def histogram(self, frames):
        """For each colour and level the share of its pixels; a value counts for two levels."""
        shape = (1, 3, 1, 1)
        deviation = frames.new_tensor(self.deviation).view(shape)
        mean = frames.new_tensor(self.mean).view(shape)
        values = (frames * deviation + mean) * (self.LEVELS - 1)
        shares = [F.relu(1 - (values - level).abs()).mean((2, 3)) for level in range(self.LEVELS)]
        return torch.cat(shares, 1)

    def forward(self, logits, windows):
        small = [F.adaptive_avg_pool2d(frames, (24, 32)) for frames in windows.unbind(1)]
        histograms = [self.histogram(frames) for frames in small]
        same = torch.ones_like(small[0][:, :1])
        moved = torch.zeros_like(same)
        is_video = torch.zeros_like(same[:, :, :1, :1])
        for i in reversed(range(len(small) - 1)):
            overlap = torch.minimum(histograms[i + 1], histograms[i]).sum(1)
            shot = (overlap >= 3 * self.OVERLAP).to(same).view(-1, 1, 1, 1)
            difference = (small[i + 1] - small[i]).abs().mean((1, 2, 3), keepdim=True)
            is_video = torch.maximum(is_video, shot * (difference > self.DIFFERENT))
            same = same * shot
            moved = moved + same * (small[-1] - small[i]).abs().mean(1, keepdim=True)
        for _ in range(2):
            moved = F.avg_pool2d(moved, 3, stride=1, padding=1, count_include_pad=False)
        moved = moved + self.NOISE
        motion = torch.log(moved / moved.mean((1, 2, 3), keepdim=True))
        bias = resize(self.center + motion * self.MOTION, logits)
        return torch.where(is_video > 0.5, logits * self.SHARE + bias, logits)


class SaliencyModel(nn.Module):
    """DeepLabV3 for saliency: encoder, ASPP, and a decoder that doubles the size three times.

    Takes normalised frames, [batch, 3, height, width], or windows of frames, [batch, window, 3,
    height, width]. Returns the map of the last frame of each window, [batch, 1, height, width]:
    values in 0..1; in training mode with the output `softmax`, a distribution over the pixels.
    """

    # name: encoder with its arguments, channels of ASPP and of the first decoder step
    NETWORKS = {
        "deeplab-efficientnet-lite0": (EfficientNetLite, (1.0, 1.0, 224), 64, 64),
        "deeplab-efficientnet-lite1": (EfficientNetLite, (1.0, 1.1, 240), 64, 64),
        "deeplab-efficientnet-lite2": (EfficientNetLite, (1.1, 1.2, 260), 64, 64),
        "deeplab-resnet18": (ResNet, ((2, 2, 2, 2), False), 128, 64),
        "deeplab-resnet34": (ResNet, ((3, 4, 6, 3), False), 128, 64),
        "deeplab-resnet50": (ResNet, ((3, 4, 6, 3), True), 256, 128),
        "deeplab-resnet101": (ResNet, ((3, 4, 23, 3), True), 256, 128),
    }

    def __init__(self, description):
        super().__init__()
        options = description["network_options"]
        encoder, arguments, context, channels = self.NETWORKS[description["network"]]
        if options["decoder-channels"] != "auto":
            channels = int(options["decoder-channels"])
        stride = int(options["output-stride"])
        skip_channels = int(options["skip-channels"])
        self.output = options["output"]
        self.window = int(options["window"])
        self.compares_frames = options.get("video-bias", "none") == "motion"
        self.is_recurrent = self.window > 1 and not self.compares_frames
        self.averages_flipped = options.get("flip-averaging", "false") == "true"

        self.encoder = encoder(*arguments, stride)
        self.aspp = ASPP(self.encoder.channels[-1], context, stride)
        self.dropout = nn.Dropout(float(options["dropout"]))
        if self.is_recurrent:
            self.temporal = ConvGRU(context)
        self.skips = []  # for each decoder step, the index of the encoder's features, or None
        inputs = context
        for step in (1, 2, 3):
            setattr(self, f"up{step}", conv_norm_relu(inputs, channels, 3))
            inputs, channels = channels, channels // 2
            at = stride >> step  # the features after this step are at 1/at of the frame
            has_skip = skip_channels > 0 and at >= 4
            self.skips.append({4: 0, 8: 1, 16: 2}[at] if has_skip else None)
            if has_skip:
                source = self.encoder.channels[self.skips[-1]]
                setattr(self, f"skip{self.skips[-1] + 1}", conv_norm_relu(source, skip_channels, 1))
                inputs += skip_channels
        self.decoder_dropout = nn.Dropout(float(options["decoder-dropout"]))
        self.final = conv(inputs, 1, 3, bias=True)
        taps = int(options["smoothing"])
        self.smoothing = Smoothing(taps) if taps > 0 else nn.Identity()
        self.center_prior = CenterPrior() if options["center-prior"] == "learned" else nn.Identity()
        if self.compares_frames:
            colours = description["normalisation"]
            self.video_bias = VideoBias(colours["mean"], colours["standardDeviation"])

    def last(self, x):
        """The last frame of each window, of features of all frames."""
        return x[self.window - 1 :: self.window] if self.is_recurrent else x

    def forward(self, frames):
        windows = frames if frames.dim() == 5 else frames.unsqueeze(1)
        x = self.logits(windows)
        if self.averages_flipped and not self.training:
            x = (x + self.logits(windows.flip(-1)).flip(-1)) / 2
        x = self.center_prior(x)
        if self.compares_frames:
            x = self.video_bias(x, windows)
        return self.normalised(x)

    def logits(self, windows):
        frame = windows[:, -1]
        # A recurrent network encodes all frames of a window, others the last.
        features = self.encoder(windows.flatten(0, 1) if self.is_recurrent else frame)
        x = self.dropout(self.aspp(features[-1]))
        if self.is_recurrent:
            x = self.temporal(x, self.window) + self.last(x)
        for step, skip in enumerate(self.skips, start=1):
            x = getattr(self, f"up{step}")(x)
            if skip is None:
                x = F.interpolate(x, scale_factor=2, mode="bilinear", align_corners=False)
            else:
                y = getattr(self, f"skip{skip + 1}")(self.last(features[skip]))
                x = torch.cat([resize(x, y), y], 1)
        x = resize(self.final(self.decoder_dropout(x)), frame)
        return self.smoothing(x)

    def normalised(self, x):
        """Converts logits to maps."""
        if self.output == "sigmoid":
            return torch.sigmoid(x)
        if self.output == "softmax":
            x = F.softmax(x.flatten(1), 1).view_as(x)
            return x if self.training else x / x.amax((1, 2, 3), keepdim=True)
        low, high = x.amin((1, 2, 3), keepdim=True), x.amax((1, 2, 3), keepdim=True)
        return (x - low) / (high - low + 1e-7)


# ---------------------------------------------------------------- from folders to folders


def adapted(maps, adaptation):
    """Adapts maps to the viewers of a data set: blur, gain, center bias, floor."""
    height, width = maps.shape[-2:]
    deviation = adaptation["blur"] * width
    border = math.ceil(3 * deviation)
    if border > 0:
        taps = torch.arange(-border, border + 1, dtype=torch.float64)
        taps = torch.exp(-(taps**2) / (2 * deviation**2))
        taps = (taps / taps.sum()).to(maps)
        maps = F.pad(maps, [border, border, 0, 0], mode="replicate")
        maps = F.conv2d(maps, taps.view(1, 1, 1, -1))
        maps = F.pad(maps, [0, 0, border, border], mode="replicate")
        maps = F.conv2d(maps, taps.view(1, 1, -1, 1))
    x = ((2 * torch.arange(width) + 1) / width - 1).to(maps)
    y = ((2 * torch.arange(height) + 1) / height - 1).to(maps)[:, None]
    a, b, c, d = adaptation["center_bias"]
    logarithm = adaptation["gain"] * torch.log(maps + 0.001) + a * x + b * y - c * x**2 - d * y**2
    maps = torch.exp(logarithm - logarithm.amax((1, 2, 3), keepdim=True))
    return adaptation["floor"] + (1 - adaptation["floor"]) * maps


def calibrated(maps, calibration):
    """Corrects maps, [batch, 1, height, width]: adaptation, brightness curve, center prior."""
    if "adaptation" in calibration:
        maps = adapted(maps, calibration["adaptation"])
    levels = torch.tensor(calibration["brightness"], dtype=maps.dtype, device=maps.device)
    position = maps.clamp(0, 1) * (len(levels) - 1)
    piece = position.floor().long().clamp(0, len(levels) - 2)
    maps = levels[piece] + (position - piece) * (levels[piece + 1] - levels[piece])
    weight = calibration["prior_weight"]
    if weight > 0:
        prior = torch.tensor(calibration["prior"], dtype=torch.float64, device=maps.device)
        prior = resize(prior[None, None], maps)
        maps = maps * (1 - weight) + (weight * prior).to(maps)
    return maps


def triangle(length, target):
    """The inputs of each output when an axis is resized, and their weights: a triangle filter whose
    support grows with the factor when shrinking."""
    scale = length / target
    support = max(1.0, scale)
    center = (scale * (np.arange(target) + 0.5))[:, None]
    begin = np.maximum(0, (center - support + 0.5).astype(int))
    end = np.minimum(length, (center + support + 0.5).astype(int))
    inputs = begin + np.arange(int(2 * support) + 2)
    weights = np.maximum(0, 1 - np.abs((inputs - center + 0.5) / support))
    weights[inputs >= end] = 0
    return np.minimum(inputs, length - 1), weights / np.cumsum(weights, 1)[:, -1:]


def resized(image, size):
    """Resizes a frame, bilinear with antialiasing, as `interpolate` with antialias=True does, but
    with the order and precision of the sums in the training data: values at .5 round the same."""
    rows, weights = triangle(image.shape[0], size[0])
    mixed = np.zeros((size[0], *image.shape[1:]), np.float32)
    for k in range(rows.shape[1]):
        mixed += weights[:, k, None, None].astype(np.float32) * image[rows[:, k]].astype(np.float32)
    columns, weights = triangle(image.shape[1], size[1])
    result = np.full((*size, 3), 0.5)
    for k in range(columns.shape[1]):
        result += weights[:, k, None] * mixed[:, columns[:, k]]
    return result.astype(np.uint8)


def natural(name):
    """Sort key that orders numbers in names by value."""
    runs = re.findall(r"\d+|\D+", name)
    return [(0, int(run), "") if run.isdigit() else (1, 0, run) for run in runs], name


class SaliencyEvaluator:
    """Predicts the maps of folders of frames.

    Each frame is resized to the network's input size (bilinear, antialiased, rounded), its map is
    calibrated, resized bilinearly to the size of the frame, and rounded to 8 bits.
    """

    def __init__(self, folder=FOLDER, device=None, batch_size=4):
        """Loads `saliency.json` and `weights.pth` of a folder."""
        folder = Path(folder)
        self.description = json.loads((folder / "saliency.json").read_text(encoding="utf-8"))
        self.device = device or ("cuda" if torch.cuda.is_available() else "cpu")
        self.batch_size = batch_size
        self.model = SaliencyModel(self.description)
        weights = torch.load(folder / "weights.pth", map_location="cpu", weights_only=True)
        self.model.load_state_dict(weights)
        self.model.to(self.device).eval()
        width, height = self.description["input_size"].split("x")
        self.size = int(height), int(width)
        colours = self.description["normalisation"]
        self.mean = torch.tensor(colours["mean"], device=self.device).view(3, 1, 1)
        deviation = colours["standardDeviation"]
        self.deviation = torch.tensor(deviation, device=self.device).view(3, 1, 1)

    def prepared(self, image):
        """A frame, [height, width, RGB] in 0..255, as the network takes it: [3, height, width]."""
        if image.shape[:2] != self.size:
            image = resized(image, self.size)
        frame = torch.from_numpy(image).to(self.device).permute(2, 0, 1).float()
        return (frame / 255 - self.mean) / self.deviation

    @torch.no_grad()
    def predict(self, windows):
        """Maps of windows of prepared frames: [batch, 1, height, width] of the input size."""
        maps = self.model(torch.stack([torch.stack(window) for window in windows]))
        return calibrated(maps, self.description["calibration"])

    def written(self, values, size):
        """A map, [height, width], as 8-bit grey of another size."""
        values = values.double()[None, None]
        if values.shape[-2:] != size:
            values = F.interpolate(values, size, mode="bilinear", align_corners=False)
        return torch.floor(values[0, 0].clamp(0, 1) * 255 + 0.5).byte().cpu().numpy()

    def evaluate_video(self, files, output):
        """Writes the maps of the frames of a video, given in order."""
        output.mkdir(parents=True, exist_ok=True)
        window = self.model.window
        images = Frames(files, self.prepared, window)
        # A network that compares frames sees the second frame before the first, others the first.
        before = 1 if self.model.compares_frames and len(files) > 1 else 0
        for start in range(0, len(files), self.batch_size):
            numbers = range(start, min(start + self.batch_size, len(files)))
            windows, sizes = [], []
            for last in numbers:
                seen = [n if n >= 0 else before for n in range(last - window + 1, last + 1)]
                windows.append([images.prepared(n) for n in seen])
                sizes.append(images.size(last))
            for number, size, values in zip(numbers, sizes, self.predict(windows)):
                grey = Image.fromarray(self.written(values[0], size))
                grey.save(output / (files[number].stem + ".png"))

    def evaluate(self, input_folder, output_folder):
        """Writes the maps of all videos in a folder; returns the number of maps."""
        read, write = Path(input_folder).resolve(), Path(output_folder).resolve()
        if read == write or read in write.parents or write in read.parents:
            raise SystemExit(f"{output_folder} overlaps {input_folder}: write to another folder")
        videos = videos_in(Path(input_folder))
        for name, files in videos.items():
            print(f"{name}: {len(files)} frames", file=sys.stderr)
            self.evaluate_video(files, Path(output_folder) / name)
        return sum(len(files) for files in videos.values())


def pixels_of(file):
    """An image as [height, width, RGB] in 0..255, turned as its EXIF data says."""
    try:
        with Image.open(file) as image:
            image = ImageOps.exif_transpose(image)
            if image.mode.startswith("I"):  # 16-bit grey, which convert("RGB") would cut off
                grey = (np.array(image).astype(np.uint32) * 255 + 32767) // 65535
                return np.repeat(grey.astype(np.uint8)[..., None], 3, 2)
            return np.array(image.convert("RGB"))
    except (OSError, SyntaxError, ValueError) as error:
        raise SystemExit(f"{file} cannot be read: {error}") from error


class Frames:
    """The frames of a video, of which the last ones read are kept."""

    def __init__(self, files, prepare, window):
        self.files, self.prepare, self.kept, self.most = files, prepare, {}, window + 1

    def read(self, number):
        if number not in self.kept:
            pixels = pixels_of(self.files[number])
            self.kept[number] = self.prepare(pixels), pixels.shape[:2]
            while len(self.kept) > self.most:
                del self.kept[min(self.kept)]
        return self.kept[number]

    def prepared(self, number):
        return self.read(number)[0]

    def size(self, number):
        return self.read(number)[1]


def frames_in(folder):
    """The frames of a video in order; empty if the folder has none."""
    for name in ("frames", "images"):
        if (folder / name).is_dir():
            folder = folder / name
    files = [file for file in folder.iterdir() if is_frame(file)]
    files.sort(key=lambda file: natural(file.stem))
    for file, following in zip(files, files[1:]):
        if file.stem == following.stem:
            raise SystemExit(f"{file} and {following.name} are the same frame: remove one")
    return files


def is_frame(file):
    return file.suffix.lower() in IMAGES and not file.name.startswith(".")


def videos_in(folder):
    """The frames of each video by name; a folder of frames is one video."""
    if not folder.is_dir():
        raise SystemExit(f"{folder} is not a folder: give one of videos, each a folder of frames")
    own = frames_in(folder)
    children = [child for child in folder.iterdir() if child.is_dir()]
    children.sort(key=lambda child: natural(child.name))
    videos = {child.name: frames_in(child) for child in children}
    videos = {name: files for name, files in videos.items() if files}
    if own and own[0].parent == folder and videos:
        raise SystemExit(f"{folder} has frames, such as {own[0].name}, and videos: separate them")
    if own:
        return {folder.resolve().name: own}
    if not videos:
        raise SystemExit(f"{folder} has no frames: expected {folder}/VIDEO/0001.png or .jpg")
    return videos


def main():
    parser = argparse.ArgumentParser(description="Predict saliency maps of folders of frames.")
    parser.add_argument("input", help="folder of videos, each a folder of frames (PNG or JPEG)")
    parser.add_argument("output", help="folder for the maps: VIDEO/FRAME.png, 8-bit grey")
    parser.add_argument("--device", help="cpu or cuda (default: cuda if there is one)")
    parser.add_argument("--batch-size", type=int, default=4, help="frames at a time (default: 4)")
    arguments = parser.parse_args()
    if arguments.batch_size < 1:
        parser.error(f"--batch-size {arguments.batch_size}: expected at least 1")
    try:
        torch.zeros(1, device=arguments.device or "cpu")
    except (AssertionError, RuntimeError) as error:
        parser.error(f"--device {arguments.device}: {str(error).splitlines()[0]}")
    evaluator = SaliencyEvaluator(device=arguments.device, batch_size=arguments.batch_size)
    try:
        count = evaluator.evaluate(arguments.input, arguments.output)
    except OSError as error:
        raise SystemExit(f"{error.filename}: {error.strerror}") from error
    print(f"{count} maps in {arguments.output}")


if __name__ == "__main__":
    main()
