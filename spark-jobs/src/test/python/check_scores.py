"""Checks read_videos, read_scores and show; called by check_predictor with its session and work folder.

In: scores, the output of score with Parquet, PNG and metrics; videos, its data set; maps.mp4, a
video of four frames.
"""

import shutil
from pathlib import Path

import numpy
from PIL import Image

from saliency_spark import NoScoresError, read_scores, read_videos, show, to_array


def spark_is_remote(spark):
    return ".connect." in type(spark).__module__


def check_videos(spark, work):
    frames = read_videos(spark, work + "/maps.mp4", scale_to=(16, 8), bad_frames="fail")
    rows = frames.orderBy("frame").collect()
    assert [row.frame for row in rows] == [0, 1, 2, 3]
    assert to_array(rows[0].image).shape == (8, 16, 3)
    assert read_videos(spark, [work + "/maps.mp4"]).first().width == 32
    plain = spark.read.format("saliency-video").options(scaleTo=None, badFrames=None)
    assert plain.load(work + "/maps.mp4").count() == 4
    try:
        read_videos(spark, work + "/maps.mp4", bad_frames="keep").count()
        raise AssertionError("a wrong value was accepted")
    except Exception as error:
        assert "badFrames" in str(error), error
    assert read_videos(spark, Path(work, "maps.mp4"), scale_to=[16, 8]).count() == 4
    assert read_videos(spark, [Path(work, "maps.mp4")]).count() == 4
    try:
        read_videos(spark, work + "/no-videos").count()
        raise AssertionError("a folder that does not exist was accepted")
    except Exception as error:
        assert "no videos at" in str(error), error
        assert spark_is_remote(spark) or "\n" not in str(error), error
    try:
        read_videos(spark, work + "/maps.mp4", scale_to=(16, 8, 3))
        raise AssertionError("a size of three numbers was accepted")
    except ValueError as error:
        assert "(16, 8, 3), expected (width, height)" in str(error), error


def check_scores(spark, work):
    scores = read_scores(spark, work + "/scores/")
    assert scores.manifest["counts"]["done"] == 4
    assert (scores.summary["videos"], scores.summary["frames"]) == (1, 4)
    assert scores.video_metrics.count() == 1
    assert scores.frame_metrics.count() == 4
    rows = scores.predictions.orderBy("frame").collect()
    # The name of the video is a number.
    assert [(row.video, row.frame) for row in rows] == [("0001", frame) for frame in range(4)]
    grey = to_array(rows[0].png)
    with Image.open(f"{work}/scores/maps/0001/{rows[0].frame_name}.png") as file:
        assert (grey == numpy.asarray(file)).all()
    odd = Path(work, "results [1] {ü} *")
    shutil.copytree(work + "/scores", odd, dirs_exist_ok=True)
    for path in (odd, f"file:{odd}"):  # a folder, not a glob
        assert read_scores(spark, path).predictions.count() == 4
        assert read_scores(spark, path).video_metrics.count() == 1
    Path(work, "trained").mkdir(exist_ok=True)
    Path(work, "trained", "manifest.json").write_text('{"status": "complete", "data": "x"}')
    for text in ("", '{"status": '):
        Path(work, "torn").mkdir(exist_ok=True)
        Path(work, "torn", "manifest.json").write_text(text)
        try:
            read_scores(spark, work + "/torn")
            raise AssertionError("a torn manifest was accepted")
        except NoScoresError as error:
            assert "torn/manifest.json is not whole" in str(error), error
    # score without ground truth writes a summary without metrics
    Path(work, "failed", "summary.json").write_text('{"videos": 0, "metrics": {}}')
    for path, reason in [
        ("/videos", "no manifest.json"),
        ("/failed", "failed, not complete"),
        ("/score*", "no manifest.json"),
        ("/trained", "not an output of score or evaluate"),
    ]:
        try:
            read_scores(spark, work + path)
            raise AssertionError(path + " was accepted")
        except NoScoresError as error:
            assert reason in str(error), error
    failed = read_scores(spark, work + "/failed", allow_incomplete=True)
    for table in ["predictions", "frame_metrics"]:
        try:
            getattr(failed, table)
            raise AssertionError(table + " was found")
        except NoScoresError:
            pass


def check_pictures(spark, work):
    peak = numpy.zeros((4, 6), numpy.uint8)
    peak[1, 2] = 10
    heat = numpy.asarray(show(peak))
    assert heat.shape == (4, 6, 3)
    assert tuple(heat[1, 2]) == (0xFC, 0xFF, 0xA4) and tuple(heat[0, 0]) == (0, 0, 4)
    assert numpy.asarray(show(numpy.zeros((4, 6)))).max() == 4
    frame = numpy.full((8, 12, 3), 200, numpy.uint8)
    over = numpy.asarray(show(peak, frame))
    assert over.shape == (8, 12, 3) and tuple(over[0, 0]) == (100, 100, 102)
    try:
        show(None)
        raise AssertionError("no picture was accepted")
    except TypeError as error:
        assert "NoneType" in str(error)
    try:
        show(b"no picture")
        raise AssertionError("bytes that are not a picture were accepted")
    except ValueError as error:
        assert str(error) == "10 bytes that begin with b'no pictu' are not a PNG or JPEG file", error


def check(spark, work):
    check_videos(spark, work)
    check_scores(spark, work)
    check_pictures(spark, work)
