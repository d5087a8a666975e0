"""Runs `python saliency.py INPUT FOLDER/maps` of several exported folders, and the last one on wrong input."""

import runpy
import sys
import tempfile
from pathlib import Path

import numpy
from PIL import Image

frames, *folders = sys.argv[1:]
for folder in folders:
    sys.argv = [f"{folder}/saliency.py", frames, f"{folder}/maps", "--batch-size=3", "--device=cpu"]
    script = runpy.run_path(sys.argv[0], run_name="__main__")


def refused(words, *arguments):
    sys.argv[1:] = [str(argument) for argument in arguments]
    try:
        runpy.run_path(sys.argv[0], run_name="__main__")
    except SystemExit as error:
        assert error.code == 2 or words in str(error), error
        return
    raise AssertionError(f"{words}: {arguments} were accepted")


with tempfile.TemporaryDirectory() as temporary:
    work = Path(temporary)
    video = work / "videos" / "v"
    video.mkdir(parents=True)
    grey = numpy.arange(64 * 48, dtype=numpy.uint8).reshape(48, 64)
    Image.fromarray(grey).save(video / "1.png")
    Image.fromarray(grey.astype(numpy.uint16) * 257).save(video / "2.png")
    (video / "._1.png").write_bytes(b"left by another system")
    evaluator = script["SaliencyEvaluator"](device="cpu")
    pixels = [script["pixels_of"](video / name) for name in ("1.png", "2.png")]
    assert (pixels[0] == pixels[1]).all(), "16-bit grey differs from 8-bit grey"
    assert evaluator.evaluate(work / "videos", work / "maps") == 2

    refused("overlaps", work / "videos", work / "videos")
    refused("overlaps", video, work / "videos")
    refused("batch-size", work / "videos", work / "none", "--batch-size=0")
    refused("device", work / "videos", work / "none", "--device=gpu")
    (work / "file").write_text("x")
    refused("Not a directory", work / "videos", work / "file")
    (video / "1.jpg").write_bytes((video / "1.png").read_bytes())
    refused("same frame", work / "videos", work / "none")
    (video / "1.jpg").unlink()
    (work / "videos" / "stray.png").write_bytes((video / "1.png").read_bytes())
    refused("separate them", work / "videos", work / "none")
    (work / "videos" / "stray.png").unlink()
    (video / "3.png").write_bytes((video / "1.png").read_bytes()[:50])
    refused("3.png cannot be read", work / "videos", work / "none")
