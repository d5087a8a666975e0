"""Saliency maps of images in Spark ML pipelines, from Python.

Needs the job jar of the same version on Spark's class path, for example
``spark-submit --jars saliency-spark.jar``.
"""

from saliency_spark.predictor import SaliencyPredictor
from saliency_spark.version import VERSION as __version__

__all__ = ["SaliencyPredictor", "__version__"]
