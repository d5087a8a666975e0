"""Checks the Python package over Spark Connect; called by PythonPredictorIT with a work folder.

In: as check_scores.
"""

import sys

from pyspark.sql import SparkSession

import check_scores
import saliency_spark

work, jar = sys.argv[1:]

spark = (
    SparkSession.builder.remote("local[2]")
    .config("spark.jars", jar)
    .config("spark.ui.enabled", "false")
    .config("spark.driver.host", "127.0.0.1")
    .getOrCreate()
)
assert "connect" in type(spark).__module__, type(spark)
check_scores.check(spark, work)
try:
    saliency_spark.SaliencyPredictor(inputCol="image", outputCol="saliency", modelUrl=work + "/model.pt")
    raise AssertionError("a predictor was made without a Spark in the process")
except Exception as error:
    print(type(error), error)
spark.stop()
print("checked")
