package org.saliency.spark.ml;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.image.ImageSchema;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.param.ParamValidators;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.DefaultParamsWritable;
import org.apache.spark.ml.util.Identifiable;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.saliency.UserException;
import org.saliency.json.Json;
import org.saliency.pytorch.ExternalModelDescription;
import org.saliency.pytorch.PyTorch.DeviceChoice;
import org.saliency.pytorch.PyTorch.PrecisionChoice;
import org.saliency.spark.output.MapSize;
import org.saliency.spark.serving.ModelDistributor;
import org.saliency.spark.serving.PredictorRecipe;
import org.saliency.spark.task.TaskProgress;

/**
 * Predicts the saliency maps of a column of pictures, as a stage of a Spark ML pipeline.
 *
 * <p>In goes a column of Spark's image struct, as {@code spark.read().format("image")} gives, with
 * 1, 3 or 4 channels of 8 bits (transparency is not looked at), or of binary values, each a whole
 * PNG or JPEG file. Out comes a column of the image struct with one channel of 8 bits ({@code
 * CV_8UC1}; 255 is the most salient), or of grey PNG files; see {@link #outputFormat()}. All other
 * columns are kept.
 *
 * <p>A picture that is null or cannot be decoded gives null; see {@link #handleInvalid()}.
 *
 * <p>{@link #transform} sends the model file to the executors and starts no job; each executor
 * opens it once for a device, when the first row comes. A task holds a few batches of pictures at a
 * time, scaled to the network's input size, decodes and encodes beside the device, and keeps the
 * order of its rows.
 */
public final class SaliencyPredictor extends Transformer implements DefaultParamsWritable {

  private static final long serialVersionUID = 1L;
  private static final int DEFAULT_STALL_SECONDS = 300;

  /** What becomes of a picture that is null or cannot be decoded. */
  enum Invalid {
    /** Its map is null. */
    KEEP,
    /** Its row is left out. */
    SKIP,
    /** The job fails and names it. */
    ERROR
  }

  /** What a map is given as. */
  enum OutputFormat {
    /** Spark's image struct. */
    IMAGE,
    /** A grey PNG file. */
    PNG
  }

  private final String uid;
  private final Param<String> inputCol;
  private final Param<String> outputCol;
  private final Param<String> modelUrl;
  private final Param<String> description;
  private final Param<String> engine;
  private final IntParam batchSize;
  private final Param<String> device;
  private final Param<String> precision;
  private final Param<String> outputSize;
  private final Param<String> outputFormat;
  private final Param<String> handleInvalid;
  private final IntParam stallSeconds;

  /** A predictor with defaults, of which model and columns are to be set. */
  public SaliencyPredictor() {
    this(Identifiable.randomUID("saliencyPredictor"));
  }

  /** The same with a name. */
  public SaliencyPredictor(String uid) {
    this.uid = uid;
    inputCol = new Param<>(this, "inputCol", "column of pictures: image struct, or PNG or JPEG");
    outputCol = new Param<>(this, "outputCol", "column of saliency maps to add");
    modelUrl =
        new Param<>(
            this,
            "modelUrl",
            "model file or other TorchScript file, on any Hadoop" + " file system");
    description =
        new Param<>(
            this,
            "description",
            "JSON description of an external TorchScript model; empty to read it from the .json"
                + " file next to the model");
    engine = choice("engine", "engine that runs the model: PyTorch", List.of("PyTorch"));
    batchSize =
        new IntParam(
            this,
            "batchSize",
            "pictures in a forward pass; 0 takes 2 on a CPU and 8 on a GPU",
            ParamValidators.gtEq(0));
    device = choice("device", "where the model runs", names(DeviceChoice.values()));
    precision =
        choice(
            "precision",
            "what the model computes in; a TorchScript file of another"
                + " origin computes in what it was saved in",
            names(PrecisionChoice.values()));
    outputSize =
        new Param<>(
            this,
            "outputSize",
            "size of the maps: source (the picture's), model" + " (the network's) or WIDTHxHEIGHT");
    outputFormat =
        choice(
            "outputFormat",
            "image (image struct of one channel) or png (a file)",
            names(OutputFormat.values()));
    handleInvalid =
        choice(
            "handleInvalid",
            "what becomes of a picture that is null or cannot be"
                + " decoded: keep (its map is null), skip (no row) or error",
            names(Invalid.values()));
    stallSeconds =
        new IntParam(
            this,
            "stallSeconds",
            "seconds in which no picture of a task moves that its log warns of; 0 for never",
            ParamValidators.gtEq(0));
    setDefault(description, "");
    setDefault(engine, "PyTorch");
    setDefault(batchSize, 0);
    setDefault(device, "auto");
    setDefault(precision, "auto");
    setDefault(outputSize, "source");
    setDefault(outputFormat, "image");
    setDefault(handleInvalid, "keep");
    setDefault(stallSeconds, DEFAULT_STALL_SECONDS);
  }

  private Param<String> choice(String name, String meaning, List<String> choices) {
    String doc = meaning + " (" + String.join(", ", choices) + ")";
    return new Param<>(this, name, doc, ParamValidators.inArray(choices));
  }

  private static List<String> names(Enum<?>... constants) {
    return Arrays.stream(constants).map(c -> c.name().toLowerCase(Locale.ROOT)).toList();
  }

  private static <E extends Enum<E>> E constant(Class<E> type, String name) {
    return Enum.valueOf(type, name.toUpperCase(Locale.ROOT));
  }

  /** A reader of what {@link #write} has saved. */
  public static MLReader<SaliencyPredictor> read() {
    return new DefaultParamsReader<>();
  }

  /** What was saved to a path. */
  public static SaliencyPredictor load(String path) {
    return read().load(path);
  }

  /**
   * Adds the column of maps.
   *
   * @throws IllegalArgumentException when a parameter is missing or a column does not fit
   * @throws UserException when the model file is missing or unreadable, or an external TorchScript
   *     model has no description
   */
  @Override
  public Dataset<Row> transform(Dataset<?> dataset) {
    StructType schema = transformSchema(dataset.schema());
    PredictorRecipe recipe =
        new PredictorRecipe(
            ModelDistributor.uncompiled(
                dataset.sparkSession(),
                getModelUrl(),
                getDescription(),
                constant(PrecisionChoice.class, getPrecision())),
            constant(DeviceChoice.class, getDevice()),
            getBatchSize(),
            getStallSeconds());
    PredictMaps predict =
        new PredictMaps(
            recipe,
            dataset.schema().fieldIndex(getInputCol()),
            MapSize.parse(getOutputSize()),
            constant(OutputFormat.class, getOutputFormat()),
            constant(Invalid.class, getHandleInvalid()),
            TaskProgress.of(
                dataset.sparkSession().sparkContext(), "predicted", PredictMaps.ACTIVITIES));
    return dataset.toDF().mapPartitions(predict, Encoders.row(schema)).to(schema);
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException when a parameter is missing or a column does not fit
   */
  @Override
  public StructType transformSchema(StructType schema) {
    requireParameters();
    PictureColumn.require(schema, getInputCol());
    if (Arrays.asList(schema.fieldNames()).contains(getOutputCol())) {
      throw new IllegalArgumentException(
          "output column '%s' is there already: name another by setOutputCol"
              .formatted(getOutputCol()));
    }
    return schema.add(
        getOutputCol(),
        getOutputFormat().equals("png") ? DataTypes.BinaryType : ImageSchema.columnSchema(),
        true);
  }

  private void requireParameters() {
    for (Param<String> needed : List.of(inputCol, outputCol, modelUrl)) {
      if (!isSet(needed)) {
        throw new IllegalArgumentException(
            "%s of %s is not set: it takes the %s".formatted(needed.name(), uid, needed.doc()));
      }
    }
    try {
      MapSize.parse(getOutputSize());
    } catch (UserException e) {
      throw new IllegalArgumentException("outputSize: " + e.getMessage(), e);
    }
  }

  @Override
  public SaliencyPredictor copy(ParamMap extra) {
    return defaultCopy(extra);
  }

  @Override
  public String uid() {
    return uid;
  }

  /** Column of pictures; must be set. */
  public Param<String> inputCol() {
    return inputCol;
  }

  public String getInputCol() {
    return getOrDefault(inputCol);
  }

  public SaliencyPredictor setInputCol(String value) {
    return with(inputCol, value);
  }

  /** Column of maps; must be set. */
  public Param<String> outputCol() {
    return outputCol;
  }

  public String getOutputCol() {
    return getOrDefault(outputCol);
  }

  public SaliencyPredictor setOutputCol(String value) {
    return with(outputCol, value);
  }

  /**
   * A model file of this project, or an external TorchScript model with a {@link #description()};
   * must be set. A path on any Hadoop file system; without a scheme it is one of the default file
   * system, as for {@code spark.read()}.
   */
  public Param<String> modelUrl() {
    return modelUrl;
  }

  public String getModelUrl() {
    return getOrDefault(modelUrl);
  }

  public SaliencyPredictor setModelUrl(String value) {
    return with(modelUrl, value);
  }

  /**
   * Description of an external TorchScript model: {@link ExternalModelDescription} as JSON with the
   * keys {@code input_size} ({@code "WIDTHxHEIGHT"}), {@code input_range}, {@code mean}, {@code
   * std}, {@code channel_order} and {@code output}. Default: empty, which reads the file beside the
   * model whose name ends in {@code .json} instead of {@code .pt}.
   */
  public Param<String> description() {
    return description;
  }

  public String getDescription() {
    return getOrDefault(description);
  }

  public SaliencyPredictor setDescription(String value) {
    return with(description, value);
  }

  public SaliencyPredictor setDescription(ExternalModelDescription value) {
    return with(description, Json.write(value));
  }

  /** What runs the model: {@code PyTorch}, the only one. */
  public Param<String> engine() {
    return engine;
  }

  public String getEngine() {
    return getOrDefault(engine);
  }

  public SaliencyPredictor setEngine(String value) {
    return with(engine, value);
  }

  /**
   * Pictures in a forward pass. Default: 0, which takes 2 on a CPU and 8 on a GPU. A batch that the
   * device's memory does not hold is halved.
   */
  public IntParam batchSize() {
    return batchSize;
  }

  public int getBatchSize() {
    return (Integer) getOrDefault(batchSize);
  }

  public SaliencyPredictor setBatchSize(int value) {
    set(batchSize, value);
    return this;
  }

  /**
   * {@code cpu}, {@code gpu} (the one that Spark gave the task, else the first) or, by default,
   * {@code auto} (a GPU where there is one).
   */
  public Param<String> device() {
    return device;
  }

  public String getDevice() {
    return getOrDefault(device);
  }

  public SaliencyPredictor setDevice(String value) {
    return with(device, value);
  }

  /** {@code fp32}, {@code bf16} or, by default, {@code auto} (what the device is fast in). */
  public Param<String> precision() {
    return precision;
  }

  public String getPrecision() {
    return getOrDefault(precision);
  }

  public SaliencyPredictor setPrecision(String value) {
    return with(precision, value);
  }

  /** {@code source} (the picture's, the default), {@code model} or {@code WIDTHxHEIGHT}. */
  public Param<String> outputSize() {
    return outputSize;
  }

  public String getOutputSize() {
    return getOrDefault(outputSize);
  }

  public SaliencyPredictor setOutputSize(String value) {
    return with(outputSize, value);
  }

  /**
   * {@code image}, the default: Spark's image struct, mode {@code CV_8UC1}, its origin that of the
   * picture; or {@code png}: binary, a grey PNG file of 8 bits.
   */
  public Param<String> outputFormat() {
    return outputFormat;
  }

  public String getOutputFormat() {
    return getOrDefault(outputFormat);
  }

  public SaliencyPredictor setOutputFormat(String value) {
    return with(outputFormat, value);
  }

  /**
   * What becomes of a picture that is null or cannot be decoded: {@code keep}, the default, gives a
   * null map; {@code skip} leaves its row out; {@code error} fails the job.
   */
  public Param<String> handleInvalid() {
    return handleInvalid;
  }

  public String getHandleInvalid() {
    return getOrDefault(handleInvalid);
  }

  public SaliencyPredictor setHandleInvalid(String value) {
    return with(handleInvalid, value);
  }

  /**
   * Seconds in which no picture of a task moves, while one is waited for, that a warning in the log
   * of the executor tells of: it names the stage that is stuck (read, decode, predict or encode)
   * and the row, and comes again after each such time. Default: 300; 0 for never.
   */
  public IntParam stallSeconds() {
    return stallSeconds;
  }

  public int getStallSeconds() {
    return (Integer) getOrDefault(stallSeconds);
  }

  public SaliencyPredictor setStallSeconds(int value) {
    set(stallSeconds, value);
    return this;
  }

  private SaliencyPredictor with(Param<String> param, String value) {
    set(param, value);
    return this;
  }
}
