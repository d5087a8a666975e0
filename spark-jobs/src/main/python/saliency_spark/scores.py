"""What ``score`` and ``evaluate`` write, as DataFrames."""

from __future__ import annotations

import json
import os
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

# With the type of 'video' given, Spark does not turn the name 0001 into a number.
_PREDICTIONS = (
    "frame INT, frame_name STRING, pts_us BIGINT, width INT, height INT, png BINARY, video STRING"
)


class NoScoresError(ValueError):
    """A folder holds no complete output of ``score`` or ``evaluate``."""


@dataclass(frozen=True)
class Scores:
    """The output of ``score`` or ``evaluate``.

    :ivar path: the folder
    :ivar manifest: content of ``manifest.json``
    :ivar summary: content of ``summary.json``: means over the videos; empty without ground truth
    """

    spark: SparkSession
    path: str
    manifest: dict[str, Any]
    summary: dict[str, Any]

    @property
    def frame_metrics(self) -> DataFrame:
        """One row for each frame: ``video``, ``frame`` and its metrics."""
        return self._table("frame_metrics")

    @property
    def video_metrics(self) -> DataFrame:
        """One row for each video: the means of its frames."""
        return self._table("video_metrics")

    @property
    def predictions(self) -> DataFrame:
        """One row for each map: ``video``, ``frame``, ``frame_name``, ``pts_us``, size, ``png``."""
        formats = self.manifest.get("settings", {}).get("formats", "")
        if "parquet" not in formats:
            raise NoScoresError(
                f"{self.path} holds no table of predictions: its formats are {formats or 'none'};"
                " score with --formats parquet"
            )
        return self.spark.read.schema(_PREDICTIONS).parquet(_escaped(f"{self.path}/predictions"))

    def _table(self, name: str) -> DataFrame:
        if not self.summary.get("metrics"):
            raise NoScoresError(
                f"{self.path} holds no metrics: score with --ground-truth, or use evaluate"
            )
        return self.spark.read.parquet(_escaped(f"{self.path}/{name}"))


def read_scores(
    spark: SparkSession, path: str | os.PathLike[str], *, allow_incomplete: bool = False
) -> Scores:
    """Reads the output of ``score`` or ``evaluate``.

    :param path: the folder, on any file system that Spark reads; not a glob
    :param allow_incomplete: whether the output of a run that failed or left out more bad frames
        than allowed is read, too
    :raises NoScoresError: when there is no output, or when it is not complete

    >>> scores = read_scores(spark, "hdfs:///results/mine")
    >>> scores.video_metrics.orderBy("cc").show()
    """
    path = os.fspath(path).rstrip("/")
    manifest = _json(spark, f"{path}/manifest.json")
    if manifest is None:
        raise NoScoresError(
            f"{path} holds no manifest.json: it is no output of score or evaluate, or its run has"
            " not ended"
        )
    if manifest.get("command") not in ("score", "evaluate"):
        raise NoScoresError(f"{path} is not an output of score or evaluate, but of another command")
    status = manifest.get("status")
    if status != "complete" and not allow_incomplete:
        raise NoScoresError(
            f"{path} is {status}, not complete: run the same command again, or pass"
            " allow_incomplete=True"
        )
    return Scores(spark, path, manifest, _json(spark, f"{path}/summary.json") or {})


def _json(spark: SparkSession, path: str) -> dict[str, Any] | None:
    """A JSON file, read by Spark, so that it may be on any file system; None if there is none."""
    from pyspark.errors import AnalysisException

    try:
        rows = spark.read.text(_escaped(path), wholetext=True).collect()
    except AnalysisException as error:
        if error.getCondition() == "PATH_NOT_FOUND":
            return None
        raise
    try:
        content: dict[str, Any] = json.loads(rows[0][0] if rows else "")
    except ValueError as error:
        raise NoScoresError(f"{path} is not whole: run the same command again ({error})") from error
    return content


def _escaped(path: str) -> str:
    """A path whose characters Spark does not take for those of a glob."""
    return re.sub(r"([\[\]{}*?\\])", r"\\\1", path)
