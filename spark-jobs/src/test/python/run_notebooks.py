"""Runs notebooks without Jupyter: run_notebooks.py OUT DEMO NOTEBOOK...

DEMO is the folder of a demo. Cells run in order in one namespace, from the folder of the notebook; the value of a last line is
printed. The figures are written to OUT/<notebook>-<number>.png; one that is blank, or a notebook
without any, is an error.
"""

import ast
import json
import os
import sys
from pathlib import Path

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
import numpy
from PIL import Image


def run_cell(source, name, namespace):
    tree = ast.parse(source, name)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, name, "exec"), namespace)
    if last is not None:
        value = eval(compile(ast.Expression(last.value), name, "eval"), namespace)
        if value is not None and not source.rstrip().endswith(";"):
            print(value)


def run(notebook, out):
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    namespace = {"__name__": "__main__"}
    os.chdir(notebook.parent)
    for number, cell in enumerate(cells):
        if cell["cell_type"] == "code":
            run_cell("".join(cell["source"]), f"{notebook.name}, cell {number}", namespace)
    figures = plt.get_fignums()
    assert figures, f"{notebook.name} draws no figure"
    for number in figures:
        file = out / f"{notebook.stem}-{number}.png"
        plt.figure(number).savefig(file, bbox_inches="tight", dpi=70)
        with Image.open(file) as picture:
            colours = len(numpy.unique(numpy.asarray(picture.convert("L"))))
        assert colours > 8, f"{file} is blank"
    plt.close("all")
    print(f"{notebook.name}: {len(figures)} figures")


out = Path(sys.argv[1]).absolute()
out.mkdir(parents=True, exist_ok=True)
demo = Path(sys.argv[2]).absolute()
for variable, part in {
    "DATA": "data/held-out",
    "TRAINING": "training",
    "MODEL": "training/model.pt",
    "SCORES": "scores",
    "LEADERBOARD": "leaderboard",
}.items():
    os.environ["SALIENCY_" + variable] = str(demo / part)
for name in sys.argv[3:]:
    run(Path(name).absolute(), out)
