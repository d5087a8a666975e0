"""Records outputs of deeplab-resnet18, reimplemented independently in plain PyTorch.

    python forward_pass.py > forward-pass.json

Written for torch 2.13 from the DeepLab and ResNet papers and torchvision's conventions. It computes in
float64 to avoid rounding errors in the recorded values; weights and input are the float32 values used
by the test.
"""

import json

import torch
from torch import nn
from torch.nn import functional as F

BATCH, HEIGHT, WIDTH = 2, 28, 316  # 40 columns of features at stride 8, wider than all atrous rates
MAP_STEP = 277  # every 277th map value is recorded
STATISTICS = ["encoder.bn1", "encoder.layer3.0.downsample.1", "encoder.layer4.1.bn2",
              "aspp.convs.3.1", "aspp.convs.4.2", "up3.1"]


class BasicBlock(nn.Module):
    def __init__(self, inputs, outputs, stride, dilation):
        super().__init__()
        self.conv1 = nn.Conv2d(inputs, outputs, 3, stride, dilation, dilation, bias=False)
        self.bn1 = nn.BatchNorm2d(outputs)
        self.conv2 = nn.Conv2d(outputs, outputs, 3, 1, dilation, dilation, bias=False)
        self.bn2 = nn.BatchNorm2d(outputs)
        self.downsample = None
        if stride != 1 or inputs != outputs:
            self.downsample = nn.Sequential(
                nn.Conv2d(inputs, outputs, 1, stride, bias=False), nn.BatchNorm2d(outputs))

    def forward(self, x):
        y = self.bn2(self.conv2(F.relu(self.bn1(self.conv1(x)))))
        return F.relu(y + (x if self.downsample is None else self.downsample(x)))


class Encoder(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(3, 64, 7, 2, 3, bias=False)
        self.bn1 = nn.BatchNorm2d(64)
        # As in torchvision, a stage's first block has the dilation of the previous stage.
        self.layer1 = nn.Sequential(BasicBlock(64, 64, 1, 1), BasicBlock(64, 64, 1, 1))
        self.layer2 = nn.Sequential(BasicBlock(64, 128, 2, 1), BasicBlock(128, 128, 1, 1))
        self.layer3 = nn.Sequential(BasicBlock(128, 256, 1, 1), BasicBlock(256, 256, 1, 2))
        self.layer4 = nn.Sequential(BasicBlock(256, 512, 1, 2), BasicBlock(512, 512, 1, 4))

    def forward(self, x):
        x = F.max_pool2d(F.relu(self.bn1(self.conv1(x))), 3, 2, 1)
        return self.layer4(self.layer3(self.layer2(self.layer1(x))))


def conv_norm_relu(inputs, outputs, kernel, dilation=1):
    padding = dilation * (kernel // 2)
    return [nn.Conv2d(inputs, outputs, kernel, 1, padding, dilation, bias=False),
            nn.BatchNorm2d(outputs), nn.ReLU()]


class Aspp(nn.Module):
    def __init__(self, inputs, outputs):
        super().__init__()
        self.convs = nn.ModuleList(
            [nn.Sequential(*conv_norm_relu(inputs, outputs, 1))]
            + [nn.Sequential(*conv_norm_relu(inputs, outputs, 3, rate)) for rate in (12, 24, 36)]
            # The pooling layer is module 0.
            + [nn.Sequential(nn.AdaptiveAvgPool2d(1), *conv_norm_relu(inputs, outputs, 1))])
        self.project = nn.Sequential(*conv_norm_relu(5 * outputs, outputs, 1))

    def forward(self, x):
        branches = [conv(x) for conv in self.convs]
        branches[-1] = branches[-1].expand(-1, -1, *x.shape[-2:])
        return self.project(torch.cat(branches, 1))


class Saliency(nn.Module):
    def __init__(self):
        super().__init__()
        self.encoder = Encoder()
        self.aspp = Aspp(512, 128)
        self.up1 = nn.Sequential(*conv_norm_relu(128, 64, 3))
        self.up2 = nn.Sequential(*conv_norm_relu(64, 32, 3))
        self.up3 = nn.Sequential(*conv_norm_relu(32, 16, 3))
        self.final = nn.Conv2d(16, 1, 3, padding=1)

    def forward(self, frame):
        def bilinear(x, size):
            return F.interpolate(x, size=size, mode="bilinear", align_corners=False)

        x = self.aspp(self.encoder(frame))
        for up in (self.up1, self.up2, self.up3):
            x = up(x)
            x = bilinear(x, (2 * x.shape[2], 2 * x.shape[3]))
        x = bilinear(self.final(x), frame.shape[2:])
        low, high = x.amin((1, 2, 3), True), x.amax((1, 2, 3), True)
        return (x - low) / (high - low + 1e-7)


def spread(count, offset):
    """Reproducible values in -1..1, computed with integers."""
    i = torch.arange(count, dtype=torch.int64)
    return ((31 * i * i + 17 * i + 101 * offset) % 10007).double() / 5003 - 1


def fill(network):
    """Fills each tensor based on its position in the sorted list of names."""
    for position, (name, tensor) in enumerate(sorted(network.state_dict().items())):
        if name.endswith("num_batches_tracked"):
            tensor.fill_(5)
            continue
        values = spread(tensor.numel(), position)
        if tensor.dim() == 4:
            values *= (6 / tensor[0].numel()) ** 0.5
        elif name.endswith("running_var"):
            values = 1 + 0.5 * values
        elif name.endswith("weight"):
            values = 1 + 0.25 * values
        else:
            values *= 0.2
        tensor.copy_(values.float().reshape(tensor.shape))


def main():
    network = Saliency().double()
    with torch.no_grad():
        fill(network)
        frames = spread(BATCH * 3 * HEIGHT * WIDTH, 7).float().double()
        frames = frames.reshape(BATCH, 3, HEIGHT, WIDTH)
        evaluation = network.eval()(frames)
        training = network.train()(frames)
    state = network.state_dict()
    record = {
        "evaluation": evaluation.flatten()[::MAP_STEP].tolist(),
        "training": training.flatten()[::MAP_STEP].tolist(),
        "statistics": {
            f"{norm}.{name}": state[f"{norm}.{name}"][:4].tolist()
            for norm in STATISTICS for name in ("running_mean", "running_var")},
    }
    print(json.dumps(record, indent=1))


if __name__ == "__main__":
    main()
