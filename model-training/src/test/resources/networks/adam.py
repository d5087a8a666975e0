"""Records five steps of torch.optim.Adam from fixed weights and gradients.

    python adam.py > adam.json

Made with torch 2.13; values in float32. One row a step, one column a weight.
"""

import json

import torch

from forward_pass import spread

weights = torch.nn.Parameter(spread(6, 3).float())
optimizer = torch.optim.Adam([weights])
rows = []
for step in range(5):
    optimizer.param_groups[0]["lr"] = 1e-3 * (step + 1)
    optimizer.zero_grad()
    weights.grad = (0.5 * spread(6, 11 + step)).float()
    optimizer.step()
    rows.append(weights.tolist())
print(json.dumps(rows, indent=1))
