"""PySpark imports the Python class of a saved stage by the name of its Java class."""

from saliency_spark.predictor import SaliencyPredictor

__all__ = ["SaliencyPredictor"]
