"""Checks the Python predictor with PySpark; called by PythonPredictorIT with a work folder.

In: model.pt, pictures/*.png and java-pipeline, a PipelineModel that Java saved.
Out: python-maps (Parquet: name, data) and the pipelines that Python saved.
"""

import inspect
import sys
from concurrent.futures import ThreadPoolExecutor

from pyspark.errors import IllegalArgumentException
from pyspark.ml import Pipeline, PipelineModel, Transformer
from pyspark.ml.util import DefaultParamsReadable, DefaultParamsWritable
from pyspark.sql import SparkSession
from pyspark.sql.functions import element_at, split

import check_scores
import saliency_spark
from saliency_spark import SaliencyPredictor, pictures, predictor as predictors, scores, videos

work = sys.argv[1]


class Named(Transformer, DefaultParamsReadable, DefaultParamsWritable):
    """A stage that exists in Python only."""

    def _transform(self, images):
        return images.withColumn("name", element_at(split("image.origin", "/"), -1))


def maps(stage):
    rows = stage.transform(images).select("image.origin", "saliency.data").collect()
    assert len(rows) == images.count()
    return {row.origin: bytes(row.data) for row in rows}


def check_parameters():
    java = predictor._java_obj
    for param in java.params():
        name = param.name()
        assert predictor.hasParam(name), name
        assert getattr(predictor, "set" + name[0].upper() + name[1:]), name
        if java.hasDefault(param):
            default = java.getDefault(param).get()
            assert predictor.getOrDefault(name) == (
                predictor._paramMap.get(predictor.getParam(name), default)
            ), name
            assert predictor._defaultParamMap[predictor.getParam(name)] == default, name
    assert len(predictor.params) == len(list(java.params()))
    try:
        predictor.copy().setBatchSize("many")
        raise AssertionError("a wrong type was accepted")
    except TypeError:
        pass


def check_saved(stage, path, read):
    stage.write().overwrite().save(path)
    loaded = read(path)
    assert type(loaded) is type(stage), type(loaded)
    assert loaded.uid == stage.uid
    return loaded


def refused(expected, make):
    try:
        make()
    except RuntimeError as error:
        assert expected in str(error) and "\n" not in str(error), error
        return
    raise AssertionError(f"accepted: {expected}")


def check_jar():
    """Without a session, without the jar, and with a jar of another version."""
    for name, wrong, expected in [
        ("JAVA_CLASS", "org.saliency.spark.ml.Absent", "is not on Spark's class path"),
        ("JAR_VERSION", "9.9", "use the two of the same version"),
    ]:
        right = getattr(predictors, name)
        setattr(predictors, name, wrong)
        refused(expected, SaliencyPredictor)
        if name == "JAVA_CLASS":
            refused(expected, lambda: SaliencyPredictor.load(work + "/none"))
        setattr(predictors, name, right)


def check_types():
    """Every function is annotated, so that programs of users can be checked."""
    for module in (pictures, predictors, scores, videos):
        things = {**vars(module), **vars(SaliencyPredictor)}
        for name, thing in things.items():
            function = inspect.unwrap(getattr(thing, "__func__", thing))
            if not inspect.isfunction(function) or function.__module__ != module.__name__:
                continue
            hints = function.__annotations__
            missing = set(inspect.signature(function).parameters) - {*hints, "self", "cls"}
            assert "return" in hints and not missing, (name, missing)


refused("needs a Spark session", SaliencyPredictor)
refused("needs a Spark session", lambda: SaliencyPredictor.load(work + "/none"))
check_types()
with SparkSession.builder.getOrCreate() as spark:
    images = spark.read.format("image").load(work + "/pictures").cache()
    predictor = SaliencyPredictor(
        inputCol="image",
        outputCol="saliency",
        modelUrl=work + "/model.pt",
        precision="fp32",
        batchSize=2,
    )
    assert saliency_spark.__version__[0].isdigit()
    check_parameters()
    check_jar()
    expected = maps(predictor)
    assert len(set(expected.values())) > 1

    loaded = check_saved(predictor, work + "/stage", SaliencyPredictor.load)
    assert loaded.getBatchSize() == 2 and loaded.getPrecision() == "fp32"
    assert loaded.getDevice() == "auto"
    assert maps(loaded) == expected

    pipeline = Pipeline(stages=[predictor])
    saved = check_saved(pipeline, work + "/pipeline", Pipeline.load)
    assert type(saved.getStages()[0]) is SaliencyPredictor
    fitted = saved.fit(images)
    again = check_saved(fitted, work + "/pipeline-model", PipelineModel.load)
    assert maps(again) == expected

    mixed = Pipeline(stages=[Named(), predictor]).fit(images)
    again = check_saved(mixed, work + "/mixed", PipelineModel.load)
    assert maps(again) == expected
    again.transform(images).select("name", "saliency.data").write.parquet(work + "/python-maps")

    assert maps(PipelineModel.load(work + "/java-pipeline")) == expected

    # A loaded stage's parameters can be changed, and two threads may transform at once.
    small = loaded.copy().setOutputSize("8x6")
    with ThreadPoolExecutor(2) as threads:
        results = list(threads.map(maps, [small, predictor, small, predictor]))
    assert results[1] == results[3] == expected
    assert results[0] == results[2]
    assert {len(data) for data in results[0].values()} == {48}
    try:
        SaliencyPredictor(inputCol="image").transform(images)
        raise AssertionError("a missing parameter was accepted")
    except Exception as error:
        assert "Parameter outputCol of SaliencyPredictor_" in str(error), error

    assert predictor.copy().setParams(outputCol=None, batchSize=None).getBatchSize() == 2
    try:
        predictor.copy().setDevice("CPU").transform(images)
        raise AssertionError("a wrong device was accepted")
    except IllegalArgumentException as error:
        assert "expected one of auto, cpu, gpu" in str(error) and "\n" not in str(error), error

    for model, reason in [("/none.pt", "none.pt not found"), ("/maps.mp4", "maps.mp4: it is not a")]:
        try:
            predictor.copy().setModelUrl(work + model).transform(images)
            raise AssertionError("a wrong model was accepted")
        except IllegalArgumentException as error:
            assert reason in str(error) and "\n" not in str(error), error

    check_scores.check(spark, work)
print("checked")
