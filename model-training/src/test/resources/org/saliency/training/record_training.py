"""Records five steps of Adam in PyTorch: the losses and the final batch norm statistics.

    python record_training.py MODEL

MODEL is the output of `./saliency model create --network deeplab-resnet18 --seed 1 --set
model.input-size=64x36 --output MODEL`. Requires PyTorch 2; writes training.json to this folder.
The learning rate is low to limit the effect of rounding on the loss of the fifth step: float32 and
float64 differ by 5e-5, and by nearly 1e-3 at a learning rate of 1e-4.
"""
import json
import pathlib
import sys
import torch

WIDTH, HEIGHT, BATCH, STEPS, RATE = 64, 36, 4, 5, 1e-5
EPSILON = 1e-7


def frames(step):
    """Noise in -1..1, a hash of the position."""
    value = torch.arange(BATCH * 3 * HEIGHT * WIDTH) + 1000003 * (step + 1)
    value = value * 2654435761 % 2**32
    value = (value ^ (value >> 15)) * 2246822519 % 2**32
    noise = (value >> 8).double() / 2**24 * 2 - 1
    return noise.float().view(BATCH, 3, HEIGHT, WIDTH)


def truth(step):
    y, x = torch.meshgrid(torch.arange(HEIGHT), torch.arange(WIDTH), indexing="ij")
    maps = []
    for frame in range(BATCH):
        row, column = 8 + 5 * frame, 10 + 9 * ((frame + step) % BATCH)
        blob = torch.exp(-((y - row).double() ** 2 + (x - column).double() ** 2) / 50)
        maps.append((blob / blob.sum()).float())
    return torch.stack(maps).view(BATCH, -1)


def kld(prediction, g):
    flat = prediction.reshape(BATCH, -1)
    p = flat / (flat.sum(1, keepdim=True) + EPSILON)
    return (g * torch.log(g / (p + EPSILON) + EPSILON)).sum() / BATCH


model = torch.jit.load(sys.argv[1]).train()
optimizer = torch.optim.Adam(model.parameters(), lr=RATE)
losses = []
for step in range(STEPS):
    optimizer.zero_grad()
    loss = kld(model(frames(step)), truth(step))
    loss.backward()
    optimizer.step()
    losses.append(loss.item())
statistics = {
    name: values.tolist()[:4]
    for name, values in model.state_dict().items()
    if name.endswith(("running_mean", "running_var"))
    and name.startswith(("encoder.bn1", "encoder.layer3.0.bn1", "aspp.convs.1", "up2"))
}
path = pathlib.Path(__file__).with_name("training.json")
path.write_text(json.dumps({"losses": losses, "statistics": statistics}, indent=1) + "\n")
