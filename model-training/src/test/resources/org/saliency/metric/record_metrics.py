"""Records the metrics of hashed maps, computed from their definitions with NumPy.

    python record_metrics.py > metrics.json

Maps and fixations come from a hash that the test repeats, so only its seeds and the results are stored.
Undefined values are null.
"""

import json

import numpy as np

EPS = 2.2204e-16

# height, width, levels of the prediction, levels of the truth, fixations, negatives, where they lie
CASES = [
    (2, 2, 2, 3, 1, 3, "any"),
    (2, 2, 256, 256, 3, 5, "any"),
    (1, 9, 4, 256, 4, 4, "any"),
    (9, 1, 256, 4, 4, 4, "any"),
    (7, 5, 3, 256, 60, 100, "any"),  # more fixations than pixels: duplicates
    (23, 31, 256, 256, 12, 80, "border"),
    (23, 31, 65536, 65536, 12, 80, "border"),
    (23, 31, 1, 256, 12, 80, "any"),  # constant prediction, all zero
    (23, 31, 256, 1, 12, 80, "any"),  # all-zero truth
    (23, 31, -1, 256, 12, 80, "any"),  # constant prediction above zero
    (23, 31, 256, 256, 12, 0, "any"),
    (23, 31, 256, 256, 0, 80, "any"),
    (36, 64, 5, 5, 300, 900, "any"),
    (90, 160, 65536, 256, 40, 1000, "corner"),
    (216, 384, 256, 256, 150, 5000, "any"),
    (1080, 1920, 256, 65536, 400, 10000, "any"),
]


def mixed(seed, count):
    """The hash of seed and 0, 1, ...: 32 bits each."""
    with np.errstate(over="ignore"):
        h = np.arange(count, dtype=np.uint64) * np.uint64(2654435761) + np.uint64(seed * 40503 + 1)
        h &= np.uint64(0xFFFFFFFF)
        for _ in range(2):
            h ^= h >> np.uint64(16)
            h = (h * np.uint64(0x45D9F3B)) & np.uint64(0xFFFFFFFF)
        h ^= h >> np.uint64(16)
    return h.astype(np.int64)


def saliency(seed, size, levels):
    height, width = size
    if levels == -1:
        return np.full(size, 0.25)
    if levels == 1:
        return np.zeros(size)
    return (mixed(seed, height * width) % levels).reshape(size) / (levels - 1)


def points(seed, size, count, where):
    height, width = size
    if where == "corner":
        return np.full(count, height * width - 1)
    pixels = mixed(seed, count) % (height * width)
    if where == "border":
        pixels = np.where(pixels % 2 == 0, pixels % width, pixels - pixels % width)
    return pixels


def sampled(prediction, fixations):
    return prediction.ravel()[fixations]


def nss(p, f):
    return None if f.size == 0 else np.mean(sampled((p - p.mean()) / (p.std() + 1e-7), f))


def sim(p, g):
    return np.minimum(p / (p.sum() + 1e-7), g / (g.sum() + 1e-7)).sum()


def cc(p, g):
    a = (p - p.mean()) / (p.std() + 1e-7)
    b = (g - g.mean()) / (g.std() + 1e-7)
    return (a * b).sum() / np.sqrt((a * a).sum() * (b * b).sum() + 1e-7)


def kld(p, g):
    if p.sum() == 0 or g.sum() == 0:
        return None
    p, g = p / p.sum(), g / g.sum()
    return (g * np.log(EPS + g / (p + EPS))).sum()


def auc_judd(p, f):
    negatives = p.size - f.size
    if f.size == 0 or negatives < 1 or p.min() == p.max():
        return None
    thresholds = np.sort(sampled(p, f))[::-1]
    ascending = np.sort(p.ravel())
    above = p.size - np.searchsorted(ascending, thresholds, side="left")
    i = np.arange(1, f.size + 1)
    true = np.concatenate([[0], i / f.size, [1]])
    false = np.concatenate([[0], (above - i) / negatives, [1]])
    return np.trapezoid(true, false)


def auc(p, f, negatives):
    """Area under the ROC curve with a threshold at each value that occurs."""
    if f.size == 0 or negatives.size == 0 or p.min() == p.max():
        return None
    positives = np.sort(sampled(p, f))
    negatives = np.sort(negatives)
    thresholds = np.unique(np.concatenate([positives, negatives]))[::-1]
    true = 1 - np.searchsorted(positives, thresholds, side="left") / positives.size
    false = 1 - np.searchsorted(negatives, thresholds, side="left") / negatives.size
    return np.trapezoid(np.concatenate([[0], true]), np.concatenate([[0], false]))


def information_gain(p, f, baseline):
    if f.size == 0 or p.sum() == 0:
        return None
    return np.mean(np.log2(EPS + sampled(p / p.sum(), f))
                   - np.log2(EPS + sampled(baseline / baseline.sum(), f)))


def case(index, parameters):
    height, width, p_levels, g_levels, count, negatives, where = parameters
    size, seed = (height, width), 10 * index
    p, g = saliency(seed, size, p_levels), saliency(seed + 1, size, g_levels)
    baseline = saliency(seed + 2, size, 65536) + 0.01
    f = points(seed + 3, size, count, where)
    shuffled = points(seed + 4, size, negatives, "any")
    values = {
        "nss": nss(p, f),
        "sim": sim(p, g),
        "cc": cc(p, g),
        "auc_judd": auc_judd(p, f),
        "kld": kld(p, g),
        "auc_borji": auc(p, f, p.ravel()),
        "sauc": auc(p, f, sampled(p, shuffled)),
        "ig": information_gain(p, f, baseline),
    }
    return {
        "seed": seed, "height": height, "width": width, "prediction_levels": p_levels,
        "truth_levels": g_levels, "fixations": count, "negatives": negatives, "where": where,
        "values": {name: None if v is None else float(v) for name, v in values.items()},
    }


if __name__ == "__main__":
    print(json.dumps([case(i + 1, c) for i, c in enumerate(CASES)], indent=1))
