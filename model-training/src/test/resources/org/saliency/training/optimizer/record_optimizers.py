"""Records five steps of each PyTorch optimizer with fixed parameters and gradients.

Requires PyTorch 2; writes optimizers.json to this folder.
"""
import json
import pathlib
import torch

START = [0.5, -1.25, 2.0, 1e-3]
RATES = [0.1, 0.1, 0.05, 0.02, 0.01]


def gradient(step):
    """Deterministic gradients."""
    return [0.3 * (step + 1), -0.2 + 0.1 * step, 1e-4 * (step - 2), 5.0 / (step + 1)]


CASES = {
    "adam": lambda p: torch.optim.Adam(p, lr=0.1),
    "adam with weight decay": lambda p: torch.optim.Adam(p, lr=0.1, weight_decay=0.05),
    "adamw with weight decay": lambda p: torch.optim.AdamW(p, lr=0.1, weight_decay=0.05),
    "sgd": lambda p: torch.optim.SGD(p, lr=0.1),
    "sgd with momentum": lambda p: torch.optim.SGD(p, lr=0.1, momentum=0.9, weight_decay=0.05),
    "sgd-nesterov": lambda p: torch.optim.SGD(
        p, lr=0.1, momentum=0.9, nesterov=True, weight_decay=0.05
    ),
    "adam with clipped gradients": lambda p: torch.optim.Adam(p, lr=0.1),
    "sgd with clipped gradients": lambda p: torch.optim.SGD(p, lr=0.1, momentum=0.9),
}

recorded = {"start": START, "rates": RATES, "torch": torch.__version__, "cases": {}}
recorded["gradients"] = [gradient(step) for step in range(len(RATES))]
for name, make in CASES.items():
    parameter = torch.nn.Parameter(torch.tensor(START))
    optimizer = make([parameter])
    values = []
    for step, rate in enumerate(RATES):
        optimizer.param_groups[0]["lr"] = rate
        parameter.grad = torch.tensor(gradient(step))
        if "clipped" in name:
            torch.nn.utils.clip_grad_norm_([parameter], 0.5)
        optimizer.step()
        values.append(parameter.tolist())
    recorded["cases"][name] = values
path = pathlib.Path(__file__).with_name("optimizers.json")
path.write_text(json.dumps(recorded, indent=1) + "\n")
