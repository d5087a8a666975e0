"""Records the learning rates of PyTorch's schedulers over 4 epochs of 5 steps, starting at 1.

Requires PyTorch 2; writes schedules.json to this folder.
"""
import json
import pathlib
import torch
from torch.optim import lr_scheduler as schedulers

STEPS = 5
TOTAL = 4 * STEPS
WARM_UP = 4


def rates(make):
    optimizer = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=1.0)
    scheduler = make(optimizer)
    values = []
    for step in range(TOTAL):
        values.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        if step < TOTAL - 1:
            scheduler.step()
    return values


def warm_cosine(optimizer):
    first = schedulers.LinearLR(optimizer, start_factor=1 / (WARM_UP + 1), total_iters=WARM_UP)
    then = schedulers.CosineAnnealingLR(optimizer, T_max=TOTAL - WARM_UP)
    return schedulers.SequentialLR(optimizer, [first, then], milestones=[WARM_UP])


recorded = {
    "constant": rates(lambda o: schedulers.ConstantLR(o, factor=1)),
    "step": rates(lambda o: schedulers.StepLR(o, step_size=2 * STEPS, gamma=0.1)),
    "cosine": rates(lambda o: schedulers.CosineAnnealingLR(o, T_max=TOTAL, eta_min=0.05)),
    "one-cycle": rates(
        lambda o: schedulers.OneCycleLR(o, max_lr=1, total_steps=TOTAL, final_div_factor=0.4)
    ),
    "warm-up and cosine": rates(warm_cosine),
}
path = pathlib.Path(__file__).with_name("schedules.json")
path.write_text(json.dumps(recorded, indent=1) + "\n")
