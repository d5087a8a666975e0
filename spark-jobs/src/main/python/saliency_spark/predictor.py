"""The Transformer ``org.saliency.spark.ml.SaliencyPredictor``."""

from pyspark import keyword_only
from pyspark.ml.param import Param, Params, TypeConverters
from pyspark.ml.util import JavaMLReadable, JavaMLReader, JavaMLWritable, try_remote_read
from pyspark.ml.wrapper import JavaTransformer

from saliency_spark.version import JAR_VERSION

JAVA_CLASS = "org.saliency.spark.ml.SaliencyPredictor"


class _Reader(JavaMLReader):
    @classmethod
    def _java_loader_class(cls, clazz):
        return JAVA_CLASS


def _param(name, doc, converter=TypeConverters.toString):
    return Param(Params._dummy(), name, doc, converter)


class SaliencyPredictor(JavaTransformer, JavaMLReadable, JavaMLWritable):
    """Predicts the saliency maps of a column of images.

    The input column holds Spark's image struct with 1, 3 or 4 channels of 8 bits, or binary
    values, each a whole PNG or JPEG file. All other columns are kept.

    >>> images = spark.read.format("image").load("hdfs:///pictures")
    >>> predictor = SaliencyPredictor(
    ...     inputCol="image", outputCol="saliency", modelUrl="hdfs:///models/model.pt")
    >>> maps = predictor.transform(images)
    """

    inputCol = _param("inputCol", "column of images")
    outputCol = _param("outputCol", "column of maps")
    modelUrl = _param("modelUrl", "a model file, on any file system that Spark reads, or ready-model")
    description = _param(
        "description",
        "description of an external TorchScript model, as JSON; empty for the .json file beside it",
    )
    engine = _param("engine", "engine that runs the model: PyTorch")
    batchSize = _param(
        "batchSize", "images per forward pass; 0 for 2 on a CPU and 32 on a GPU", TypeConverters.toInt
    )
    device = _param("device", "auto, cpu or gpu")
    precision = _param("precision", "auto, fp32, bf16 or fp16")
    outputSize = _param("outputSize", "size of the maps: source, model or WIDTHxHEIGHT")
    outputFormat = _param("outputFormat", "image (Spark's image struct) or png (a PNG file)")
    handleInvalid = _param(
        "handleInvalid",
        "images that are null or cannot be decoded: keep (null map), skip (no row) or error",
    )
    stallSeconds = _param(
        "stallSeconds",
        "seconds without progress after which a warning is logged; 0 for never",
        TypeConverters.toInt,
    )

    @keyword_only
    def __init__(
        self,
        *,
        inputCol=None,
        outputCol=None,
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
    ):
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
        self.setParams(**self._input_kwargs)

    @keyword_only
    def setParams(
        self,
        *,
        inputCol=None,
        outputCol=None,
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
    ):
        """Sets the given parameters and keeps the others."""
        return self._set(**self._input_kwargs)

    @classmethod
    @try_remote_read
    def read(cls):
        """A reader of saved predictors, which Python, Java and Scala share."""
        return _Reader(cls)

    def setInputCol(self, value):
        return self._set(inputCol=value)

    def getInputCol(self):
        return self.getOrDefault(self.inputCol)

    def setOutputCol(self, value):
        return self._set(outputCol=value)

    def getOutputCol(self):
        return self.getOrDefault(self.outputCol)

    def setModelUrl(self, value):
        return self._set(modelUrl=value)

    def getModelUrl(self):
        return self.getOrDefault(self.modelUrl)

    def setDescription(self, value):
        return self._set(description=value)

    def getDescription(self):
        return self.getOrDefault(self.description)

    def setEngine(self, value):
        return self._set(engine=value)

    def getEngine(self):
        return self.getOrDefault(self.engine)

    def setBatchSize(self, value):
        return self._set(batchSize=value)

    def getBatchSize(self):
        return self.getOrDefault(self.batchSize)

    def setDevice(self, value):
        return self._set(device=value)

    def getDevice(self):
        return self.getOrDefault(self.device)

    def setPrecision(self, value):
        return self._set(precision=value)

    def getPrecision(self):
        return self.getOrDefault(self.precision)

    def setOutputSize(self, value):
        return self._set(outputSize=value)

    def getOutputSize(self):
        return self.getOrDefault(self.outputSize)

    def setOutputFormat(self, value):
        return self._set(outputFormat=value)

    def getOutputFormat(self):
        return self.getOrDefault(self.outputFormat)

    def setHandleInvalid(self, value):
        return self._set(handleInvalid=value)

    def getHandleInvalid(self):
        return self.getOrDefault(self.handleInvalid)

    def setStallSeconds(self, value):
        return self._set(stallSeconds=value)

    def getStallSeconds(self):
        return self.getOrDefault(self.stallSeconds)


def _new_java_predictor(uid):
    try:
        java_object = JavaTransformer._new_java_obj(JAVA_CLASS, uid)
    except TypeError as error:  # py4j takes a missing class for a package
        raise RuntimeError(
            f"{JAVA_CLASS} is not on Spark's class path: start Spark with saliency-spark.jar,"
            " for example with --jars or spark.jars"
        ) from error
    if isinstance(java_object, str):  # over Spark Connect, the name of the class
        return java_object
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
