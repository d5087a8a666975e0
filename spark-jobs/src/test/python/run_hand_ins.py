"""Runs `python saliency.py INPUT FOLDER/maps` of several exported folders in one process."""

import runpy
import sys

frames, *folders = sys.argv[1:]
for folder in folders:
    sys.argv = [f"{folder}/saliency.py", frames, f"{folder}/maps", "--batch-size=3", "--device=cpu"]
    runpy.run_path(sys.argv[0], run_name="__main__")
