"""The data source ``saliency-video``: frames of videos as rows."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING

from saliency_spark.errors import one_line

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession


def read_videos(
    spark: SparkSession,
    path: str | os.PathLike[str] | Sequence[str | os.PathLike[str]],
    *,
    scale_to: tuple[int, int] | str | None = None,
    segment_frames: int | None = None,
    bad_frames: str | None = None,
    ignore_corrupt_files: bool | None = None,
) -> DataFrame:
    """Reads videos frame by frame.

    The columns are ``video``, ``frame``, ``pts_us``, ``width``, ``height``, ``key_frame`` and
    ``image`` (Spark's image struct). Frames are decoded only where ``image`` is selected.

    :param path: files, folders of files or globs, on any file system that Spark reads
    :param scale_to: size of the images, as ``(width, height)`` or ``"WIDTHxHEIGHT"``; by default,
        that of the video
    :param segment_frames: largest number of frames that one task decodes, about
    :param bad_frames: ``"null"`` keeps the row of a frame that cannot be decoded, without an
        image; ``"fail"`` ends the query
    :param ignore_corrupt_files: whether files that are not videos are skipped
    :raises ValueError: when ``scale_to`` is not a size

    >>> frames = read_videos(spark, "hdfs:///videos", scale_to=(384, 216))
    >>> frames.groupBy("video").count().show()
    """
    if scale_to is not None and not isinstance(scale_to, str):
        if len(scale_to) != 2:
            raise ValueError(f"scale_to is {scale_to!r}, expected (width, height)")
        scale_to = "{}x{}".format(*scale_to)
    options = {
        "scaleTo": scale_to,
        "segmentFrames": segment_frames,
        "badFrames": bad_frames,
        "ignoreCorruptFiles": ignore_corrupt_files,
    }
    given = {name: value for name, value in options.items() if value is not None}
    reader = spark.read.format("saliency-video").options(**given)
    with one_line():
        if isinstance(path, (str, os.PathLike)):
            return reader.load(os.fspath(path))
        return reader.load([os.fspath(each) for each in path])
