"""The data source ``saliency-video``: frames of videos as rows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession


def read_videos(
    spark: SparkSession,
    path: str | Sequence[str],
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
    :param ignore_corrupt_files: whether files that are no videos are skipped

    >>> frames = read_videos(spark, "hdfs:///videos", scale_to=(384, 216))
    >>> frames.groupBy("video").count().show()
    """
    if isinstance(scale_to, tuple):
        scale_to = "{}x{}".format(*scale_to)
    options = {
        "scaleTo": scale_to,
        "segmentFrames": segment_frames,
        "badFrames": bad_frames,
        "ignoreCorruptFiles": ignore_corrupt_files,
    }
    given = {name: value for name, value in options.items() if value is not None}
    reader = spark.read.format("saliency-video").options(**given)
    return reader.load(path if isinstance(path, str) else list(path))
