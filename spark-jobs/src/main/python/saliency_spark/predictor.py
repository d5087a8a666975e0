"""The Transformer ``org.saliency.spark.ml.SaliencyPredictor``."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from pyspark import keyword_only
from pyspark.ml.param import Param, Params, TypeConverters
from pyspark.ml.util import JavaMLReadable, JavaMLReader, JavaMLWritable, try_remote_read
from pyspark.ml.wrapper import JavaTransformer
from pyspark.sql import DataFrame
from pyspark.sql.utils import is_remote

from saliency_spark.errors import one_line
from saliency_spark.version import JAR_VERSION

JAVA_CLASS = "org.saliency.spark.ml.SaliencyPredictor"

_T = TypeVar("_T", str, int)


class _Reader(JavaMLReader["SaliencyPredictor"]):
    def __init__(self, clazz: type[SaliencyPredictor]) -> None:
        _require_jar()
        super().__init__(clazz)

    @classmethod
    def _java_loader_class(cls, clazz: type[JavaMLReadable[SaliencyPredictor]]) -> str:
        return JAVA_CLASS


def _text(name: str, doc: str) -> Param[str]:
    return _param(name, doc, TypeConverters.toString)


def _number(name: str, doc: str) -> Param[int]:
    return _param(name, doc, TypeConverters.toInt)


def _param(name: str, doc: str, converter: Callable[[Any], _T]) -> Param[_T]:
    return Param(Params._dummy(), name, doc, converter)


class SaliencyPredictor(JavaTransformer, JavaMLReadable["SaliencyPredictor"], JavaMLWritable):
    """Predicts the saliency maps of a column of images.

    The input column holds Spark's image struct with 1, 3 or 4 channels of 8 bits, or binary
    values, each a whole image file, such as PNG or JPEG. All other columns are kept.

    >>> images = spark.read.format("image").load("hdfs:///pictures")
    >>> predictor = SaliencyPredictor(
    ...     inputCol="image", outputCol="saliency", modelUrl="hdfs:///models/model.pt")
    >>> maps = predictor.transform(images)
    """

    inputCol = _text("inputCol", "column of images")
    outputCol = _text("outputCol", "column of maps")
    modelUrl = _text("modelUrl", "a model file, on any file system that Spark reads, or ready-model")
    description = _text(
        "description",
        "description of an external TorchScript model, as JSON; empty for the .json file beside it",
    )
    engine = _text("engine", "engine that runs the model: PyTorch")
    batchSize = _number(
        "batchSize", "images per forward pass, at most 1024; 0 for 2 on a CPU and 32 on a GPU"
    )
    device = _text("device", "auto, cpu or gpu")
    precision = _text("precision", "auto, fp32, bf16, fp16 or int8")
    outputSize = _text("outputSize", "size of the maps: source, model or WIDTHxHEIGHT")
    outputFormat = _text("outputFormat", "image (Spark's image struct) or png (a PNG file)")
    handleInvalid = _text(
        "handleInvalid",
        "images that are null or cannot be decoded: keep (null map), skip (no row) or error",
    )
    _input_kwargs: dict[str, Any]  # of keyword_only

    stallSeconds = _number(
        "stallSeconds",
        "seconds without progress after which a warning is logged; 0 for never",
    )

    @keyword_only
    def __init__(
        self,
        *,
        inputCol: str | None = None,
        outputCol: str | None = None,
        modelUrl: str = "ready-model",
        description: str = "",
        engine: str = "PyTorch",
        batchSize: int = 0,
        device: str = "auto",
        precision: str = "auto",
        outputSize: str = "source",
        outputFormat: str = "image",
        handleInvalid: str = "keep",
        stallSeconds: int = 300,
    ) -> None:
        super().__init__()
        self._java_obj = _new_java_predictor(self.uid)
        self._setDefault(
            modelUrl="ready-model",
            description="",
            engine="PyTorch",
            batchSize=0,
            device="auto",
            precision="auto",
            outputSize="source",
            outputFormat="image",
            handleInvalid="keep",
            stallSeconds=300,
        )
        self._set_given(self._input_kwargs)

    @keyword_only
    def setParams(
        self,
        *,
        inputCol: str | None = None,
        outputCol: str | None = None,
        modelUrl: str = "ready-model",
        description: str = "",
        engine: str = "PyTorch",
        batchSize: int = 0,
        device: str = "auto",
        precision: str = "auto",
        outputSize: str = "source",
        outputFormat: str = "image",
        handleInvalid: str = "keep",
        stallSeconds: int = 300,
    ) -> SaliencyPredictor:
        """Sets the given parameters and keeps the others, and those that are None."""
        return self._set_given(self._input_kwargs)

    def _set_given(self, values: dict[str, Any]) -> SaliencyPredictor:
        return self._set(**{name: value for name, value in values.items() if value is not None})

    def _transform(self, dataset: DataFrame) -> DataFrame:
        with one_line():
            return super()._transform(dataset)

    @classmethod
    @try_remote_read
    def read(cls) -> JavaMLReader[SaliencyPredictor]:
        """A reader of saved predictors, which Python, Java and Scala share."""
        return _Reader(cls)

    def setInputCol(self, value: str) -> SaliencyPredictor:
        return self._set(inputCol=value)

    def getInputCol(self) -> str:
        return self.getOrDefault(self.inputCol)

    def setOutputCol(self, value: str) -> SaliencyPredictor:
        return self._set(outputCol=value)

    def getOutputCol(self) -> str:
        return self.getOrDefault(self.outputCol)

    def setModelUrl(self, value: str) -> SaliencyPredictor:
        return self._set(modelUrl=value)

    def getModelUrl(self) -> str:
        return self.getOrDefault(self.modelUrl)

    def setDescription(self, value: str) -> SaliencyPredictor:
        return self._set(description=value)

    def getDescription(self) -> str:
        return self.getOrDefault(self.description)

    def setEngine(self, value: str) -> SaliencyPredictor:
        return self._set(engine=value)

    def getEngine(self) -> str:
        return self.getOrDefault(self.engine)

    def setBatchSize(self, value: int) -> SaliencyPredictor:
        return self._set(batchSize=value)

    def getBatchSize(self) -> int:
        return self.getOrDefault(self.batchSize)

    def setDevice(self, value: str) -> SaliencyPredictor:
        return self._set(device=value)

    def getDevice(self) -> str:
        return self.getOrDefault(self.device)

    def setPrecision(self, value: str) -> SaliencyPredictor:
        return self._set(precision=value)

    def getPrecision(self) -> str:
        return self.getOrDefault(self.precision)

    def setOutputSize(self, value: str) -> SaliencyPredictor:
        return self._set(outputSize=value)

    def getOutputSize(self) -> str:
        return self.getOrDefault(self.outputSize)

    def setOutputFormat(self, value: str) -> SaliencyPredictor:
        return self._set(outputFormat=value)

    def getOutputFormat(self) -> str:
        return self.getOrDefault(self.outputFormat)

    def setHandleInvalid(self, value: str) -> SaliencyPredictor:
        return self._set(handleInvalid=value)

    def getHandleInvalid(self) -> str:
        return self.getOrDefault(self.handleInvalid)

    def setStallSeconds(self, value: int) -> SaliencyPredictor:
        return self._set(stallSeconds=value)

    def getStallSeconds(self) -> int:
        return self.getOrDefault(self.stallSeconds)


def _require_jar() -> None:
    """An error that says what is missing, where py4j only says that a package is not callable."""
    from pyspark.core.context import SparkContext

    context = SparkContext._active_spark_context
    if context is None:
        raise RuntimeError(
            "SaliencyPredictor needs a Spark session: start one with SparkSession.builder.getOrCreate()"
        )
    found: Any = context._jvm
    for name in JAVA_CLASS.split("."):
        found = getattr(found, name)
    if type(found).__name__ == "JavaPackage":  # py4j takes a missing class for a package
        raise RuntimeError(
            f"{JAVA_CLASS} is not on Spark's class path: start Spark with saliency-spark.jar,"
            " for example with --jars or spark.jars"
        )


def _new_java_predictor(uid: str) -> Any:
    if is_remote():
        return JavaTransformer._new_java_obj(JAVA_CLASS, uid)  # the name of the class
    _require_jar()
    java_object = JavaTransformer._new_java_obj(JAVA_CLASS, uid)
    package = java_object.getClass().getPackage()
    jar_version = package.getImplementationVersion() if package is not None else None
    if jar_version is not None and not JAR_VERSION.startswith("@") and jar_version != JAR_VERSION:
        raise RuntimeError(
            f"saliency_spark is of version {JAR_VERSION}, but saliency-spark.jar on Spark's class"
            f" path is of version {jar_version}: use the two of the same version"
        )
    return java_object


# Spark Connect finds the Java class, and the Python class of a saved stage, by this name.
SaliencyPredictor.__module__ = "org.saliency.spark.ml"
