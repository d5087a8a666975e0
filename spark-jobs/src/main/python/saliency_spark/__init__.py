"""Video saliency on Spark, from Python.

Needs the job jar of the same version on Spark's class path, for example
``spark-submit --jars saliency-spark.jar``; over Spark Connect, on the server's. ``read_scores`` and
``show`` need no jar.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from saliency_spark.pictures import show, to_array
from saliency_spark.scores import NoScoresError, Scores, read_scores
from saliency_spark.version import VERSION as __version__
from saliency_spark.videos import read_videos

__all__ = [
    "NoScoresError",
    "SaliencyPredictor",
    "Scores",
    "__version__",
    "read_scores",
    "read_videos",
    "show",
    "to_array",
]


if TYPE_CHECKING:
    from saliency_spark.predictor import SaliencyPredictor
else:

    def __getattr__(name):
        # Its base classes need packages that readers of tables may lack, such as NumPy.
        if name == "SaliencyPredictor":
            from saliency_spark.predictor import SaliencyPredictor

            return SaliencyPredictor
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
