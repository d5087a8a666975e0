"""Checks the Python package over Spark Connect; called by PythonPredictorIT with a work folder.

In: model.pt, pictures/*.png, python-maps of check_predictor, and what check_scores needs.
"""

import sys

from pyspark.ml import Pipeline, PipelineModel
from pyspark.sql import SparkSession

import check_scores
from saliency_spark import SaliencyPredictor

work = sys.argv[1]


def maps(stage):
    rows = stage.transform(images).select("image.origin", "saliency.data").collect()
    return {row.origin.split("/")[-1]: bytes(row.data) for row in rows}


spark = SparkSession.builder.remote("local[2]").getOrCreate()
assert "connect" in type(spark).__module__, type(spark)
check_scores.check(spark, work)

images = spark.read.format("image").load(work + "/pictures")
expected = {row.name: bytes(row.data) for row in spark.read.parquet(work + "/python-maps").collect()}
predictor = SaliencyPredictor(
    inputCol="image", outputCol="saliency", modelUrl=work + "/model.pt", precision="fp32", batchSize=2
)
assert len(expected) == 4 and maps(predictor) == expected
predictor.write().overwrite().save(work + "/connect-stage")
loaded = SaliencyPredictor.load(work + "/connect-stage")
assert loaded.uid == predictor.uid and loaded.getBatchSize() == 2
assert maps(loaded) == expected
Pipeline(stages=[predictor]).fit(images).write().overwrite().save(work + "/connect-pipeline")
assert maps(PipelineModel.load(work + "/connect-pipeline")) == expected
assert maps(PipelineModel.load(work + "/java-pipeline")) == expected
try:
    SaliencyPredictor(inputCol="image", outputCol="saliency", modelUrl=work + "/none.pt").transform(
        images
    ).count()
    raise AssertionError("a missing model was accepted")
except Exception as error:
    assert "none.pt not found" in str(error), error
spark.stop()
print("checked")
