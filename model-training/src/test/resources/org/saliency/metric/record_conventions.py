"""Records metrics of hashed maps by public conventions, computed with NumPy.

    python record_conventions.py > conventions.json

The formulas of the MIT saliency benchmark's MATLAB code (also used by DHF1K) and of pysaliency were written down anew
from a reading of them, imresize as weights over mirrored indexes. Maps and fixations come from the hash of
record_metrics.py, which the test repeats. AUC-Judd is recorded without noise; drawn areas are means of many draws.
"""

import json

import numpy as np

from record_metrics import mixed, points, saliency, sampled

EPS = 2.0 ** -52

# prediction height, width, levels; truth height, width, levels; fixations, negatives
CASES = [
    (9, 13, 256, 9, 13, 256, 5, 30),
    (9, 13, 256, 31, 40, 256, 25, 200),  # enlarged
    (36, 64, 256, 20, 30, 65536, 40, 300),  # shrunk
    (64, 36, 65536, 40, 72, 256, 30, 300),  # one axis shrunk, one enlarged
    (12, 12, 256, 12, 12, 256, 200, 50),  # more fixations than pixels
    (23, 31, -1, 23, 31, 256, 12, 80),  # constant prediction
    (23, 31, 1, 23, 31, 256, 12, 80),  # all-zero prediction
    (40, 50, 256, 90, 160, 256, 150, 2000),
]


def cubic(x):
    x = np.abs(x)
    near = 1.5 * x**3 - 2.5 * x**2 + 1
    far = -0.5 * x**3 + 2.5 * x**2 - 4 * x + 2
    return near * (x <= 1) + far * ((x > 1) & (x <= 2))


def resized_axis(values, length):
    """MATLAB's imresize along the first axis."""
    old = values.shape[0]
    scale = length / old
    kernel, width = cubic, 4.0
    if scale < 1:
        kernel, width = (lambda x: scale * cubic(scale * x)), 4.0 / scale
    u = np.arange(1, length + 1) / scale + 0.5 * (1 - 1 / scale)
    left = np.floor(u - width / 2)
    indices = left[:, None] + np.arange(int(np.ceil(width)) + 2)[None, :]
    weights = kernel(u[:, None] - indices)
    weights /= weights.sum(axis=1, keepdims=True)
    mirrored = np.concatenate([np.arange(old), np.arange(old)[::-1]])
    indices = mirrored[np.mod(indices.astype(int) - 1, 2 * old)]
    return np.einsum("op,opc->oc", weights, values[indices])


def imresize(values, size):
    if values.shape == size:
        return values
    return resized_axis(resized_axis(values, size[0]).T, size[1]).T


def bilinear(values, size):
    """Half-pixel centres, without antialiasing."""
    def axis(v, length):
        at = np.clip((np.arange(length) + 0.5) * v.shape[0] / length - 0.5, 0, v.shape[0] - 1)
        low = np.floor(at).astype(int)
        high = np.minimum(low + 1, v.shape[0] - 1)
        return v[low] + (at - low)[:, None] * (v[high] - v[low])
    return axis(axis(values, size[0]).T, size[1]).T


def min_max(v):
    with np.errstate(invalid="ignore", divide="ignore"):
        return (v - v.min()) / (v.max() - v.min())


def defined(value):
    return None if value is None or not np.isfinite(value) else float(value)


def judd(p, pixels, negatives, own_positives):
    """ROC area with thresholds at the fixated pixels."""
    thresholds = np.sort(p.ravel()[pixels])[::-1]
    true, false = [0.0], [0.0]
    for i, t in enumerate(thresholds, 1):
        above = (p.ravel() >= t).sum()
        true.append(i / len(thresholds))
        false.append((above - (i if own_positives else 0)) / negatives)
    return np.trapezoid(true + [1.0], false + [1.0])


def stepped(positives, negatives):
    true, false = [0.0], [0.0]
    for t in (np.arange(10, -1, -1) / 10):
        true.append((positives >= t).mean())
        false.append((negatives >= t).mean())
    return np.trapezoid(true + [1.0], false + [1.0])


def matlab(p, g, f, others, baseline, rng):
    size, values = g.shape, {}
    p = imresize(p, size)
    pixels = np.unique(f)
    with np.errstate(invalid="ignore", divide="ignore"):
        values["nss"] = ((p - p.mean()) / p.std(ddof=1)).ravel()[pixels].mean()
        values["cc"] = np.corrcoef(p.ravel(), g.ravel())[0, 1]
        a = min_max(p) / min_max(p).sum() if p.any() else p
        values["sim"] = np.minimum(a, min_max(g) / min_max(g).sum()).sum()
        q = np.maximum(p, 0)
        q = q / q.sum() if q.any() else q
        values["kld"] = (g / g.sum() * np.log(EPS + g / g.sum() / (q + EPS))).sum()
    n = min_max(p)
    if np.isfinite(n).all():
        values["auc_judd"] = judd(n, pixels, p.size - pixels.size, True)
        positives = n.ravel()[pixels]
        values["auc_borji"] = np.mean([
            stepped(positives, n.ravel()[rng.integers(0, p.size, pixels.size)]) for _ in range(3000)])
        elsewhere = np.unique(others)
        values["sauc"] = np.mean([
            stepped(positives, n.ravel()[rng.permutation(elsewhere)[:pixels.size]]) for _ in range(3000)])
        b = min_max(imresize(baseline, size))
        values["ig"] = np.mean(np.log2(EPS + (n / n.sum()).ravel()[pixels])
                               - np.log2(EPS + (b / b.sum()).ravel()[pixels]))
    return values


def pysaliency(p, g, f, others, baseline):
    p, values = bilinear(p, g.shape), {}
    at = sampled(p, f)
    values["nss"] = np.mean((at - p.mean()) / (p.std() or 1))
    values["cc"] = 0.0 if p.std() == 0 else np.corrcoef(p.ravel(), g.ravel())[0, 1]
    uniform = np.full(p.shape, 1 / p.size)
    a = p / p.sum() if p.any() else uniform
    values["sim"] = np.minimum(a, g / g.sum()).sum()
    a, b = p + 1e-20, g + 1e-20
    a, b = a / a.sum(), b / b.sum()
    values["kld"] = (b * (np.log(b) - np.log(a))).sum()
    free = np.setdiff1d(np.arange(p.size), f)
    if p.std() > 0:
        negatives = p.ravel()[free]
        levels = np.unique(at)[::-1]
        true = [0.0] + [(at >= t).mean() for t in levels] + [1.0]
        false = [0.0] + [(negatives >= t).mean() for t in levels] + [1.0]
        values["auc_judd"] = np.trapezoid(true, false)
    values["auc_borji"] = np.mean([((p < v).mean() + (p == v).mean() / 2) for v in at])
    o = sampled(p, others)
    values["sauc"] = np.mean([((o < v).mean() + (o == v).mean() / 2) for v in at])
    with np.errstate(invalid="ignore", divide="ignore"):
        values["ig"] = np.mean(np.log2(at / p.sum()) - np.log2(sampled(baseline / baseline.sum(), f)))
    return values


def case(index, parameters):
    ph, pw, p_levels, height, width, g_levels, count, negatives = parameters
    seed, size = 10 * index, (height, width)
    p, g = saliency(seed, (ph, pw), p_levels), saliency(seed + 1, size, g_levels)
    baseline = saliency(seed + 2, size, 65536) + 0.01
    f = points(seed + 3, size, count, "any")
    others = points(seed + 4, size, negatives, "any")
    rng = np.random.default_rng(seed)
    return {
        "seed": seed, "prediction": [pw, ph, p_levels], "truth": [width, height, g_levels],
        "fixations": count, "negatives": negatives,
        "mit-benchmark": {k: defined(v) for k, v in matlab(p, g, f, others, baseline, rng).items()},
        "pysaliency": {k: defined(v) for k, v in pysaliency(p, g, f, others, baseline).items()},
    }


if __name__ == "__main__":
    print(json.dumps([case(i + 1, c) for i, c in enumerate(CASES)], indent=1))
