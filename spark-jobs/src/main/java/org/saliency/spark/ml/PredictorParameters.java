package org.saliency.spark.ml;

import java.util.Arrays;
import java.util.List;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.util.DefaultParamsWritable;
import org.saliency.UserException;
import org.saliency.model.ReadyModel;
import org.saliency.pytorch.ExternalModelDescription;
import org.saliency.pytorch.PyTorch.DeviceChoice;
import org.saliency.pytorch.PyTorch.PrecisionChoice;
import org.saliency.settings.Settings;
import org.saliency.spark.output.MapSize;

/** Parameters of {@link SaliencyPredictor} with their defaults and allowed values. */
abstract class PredictorParameters extends Transformer implements DefaultParamsWritable {

  private static final long serialVersionUID = 1L;
  private static final int DEFAULT_STALL_SECONDS = 300;
  private static final int MOST_IMAGES = 1024; // as for score

  /** Treatment of images that are null or cannot be decoded. */
  enum Invalid {
    /** Their map is null. */
    KEEP,
    /** Their row is dropped. */
    SKIP,
    /** The job fails. */
    ERROR
  }

  /** Type of the map column. */
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

  PredictorParameters(String uid) {
    this.uid = uid; // read by the constructors of the parameters
    inputCol = text("inputCol", "column of images: image struct, or PNG or JPEG files");
    outputCol = text("outputCol", "column of saliency maps to add");
    modelUrl =
        text(
            "modelUrl",
            "model file or external TorchScript file, on any file system, or the ready model");
    description =
        text(
            "description",
            "input and output of an external TorchScript model as JSON; empty to read it from the"
                + " .json file next to the model");
    engine = choice("engine", "engine that runs the model", List.of("PyTorch"));
    batchSize =
        new IntParam(
            this,
            "batchSize",
            "images per forward pass, at most 1024; 0 for 2 on a CPU and 32 on a GPU",
            new Requirement<>(
                uid,
                "batchSize",
                "an integer from 0 to " + MOST_IMAGES,
                value -> value instanceof Integer count && 0 <= count && count <= MOST_IMAGES));
    device = choice("device", "device that runs the model", names(DeviceChoice.values()));
    precision =
        choice(
            "precision",
            "precision of the computation; external TorchScript models keep their own",
            names(PrecisionChoice.values()));
    outputSize =
        new Param<>(
            this,
            "outputSize",
            "size of the maps: source (of the image), model (of the network) or WIDTHxHEIGHT",
            new Requirement<>(
                uid,
                "outputSize",
                "source, model or WIDTHxHEIGHT of at most 16384 pixels a side",
                value -> value instanceof String text && isSize(text)));
    outputFormat =
        choice(
            "outputFormat",
            "type of the maps: image struct with one channel, or PNG file",
            names(OutputFormat.values()));
    handleInvalid =
        choice(
            "handleInvalid",
            "treatment of images that are null or cannot be decoded: null map, no row, or failure",
            names(Invalid.values()));
    stallSeconds =
        new IntParam(
            this,
            "stallSeconds",
            "seconds without progress of a task after which a warning is logged; 0 for never",
            new Requirement<>(
                uid,
                "stallSeconds",
                "an integer of at least 0",
                value -> value instanceof Integer seconds && seconds >= 0));
    setDefault(modelUrl, ReadyModel.NAME);
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

  private Param<String> text(String name, String doc) {
    return new Param<>(
        this, name, doc, new Requirement<>(uid, name, "a text", String.class::isInstance));
  }

  private Param<String> choice(String name, String meaning, List<String> choices) {
    String all = String.join(", ", choices);
    return new Param<>(
        this,
        name,
        meaning + " (" + all + ")",
        new Requirement<>(
            uid,
            name,
            choices.size() == 1 ? all : "one of " + all,
            value -> value instanceof String text && choices.contains(text)));
  }

  private static boolean isSize(String text) {
    try {
      MapSize.parse(text);
      return true;
    } catch (UserException e) {
      return false;
    }
  }

  private static List<String> names(Enum<?>... constants) {
    return Arrays.stream(constants).map(Settings::kebab).toList();
  }

  @Override
  public String uid() {
    return uid;
  }

  /** Column of images; required. */
  public Param<String> inputCol() {
    return inputCol;
  }

  public String getInputCol() {
    return getOrDefault(inputCol);
  }

  /** Column of maps; required. */
  public Param<String> outputCol() {
    return outputCol;
  }

  public String getOutputCol() {
    return getOrDefault(outputCol);
  }

  /**
   * A model file of this project, or an external TorchScript file with a {@link #description()}. A
   * path on any Hadoop file system; without a scheme it is on the default file system, as for
   * {@code spark.read()}. Default: {@value ReadyModel#NAME}, the model that comes with the project.
   */
  public Param<String> modelUrl() {
    return modelUrl;
  }

  public String getModelUrl() {
    return getOrDefault(modelUrl);
  }

  /**
   * Input and output of an external TorchScript model: {@link ExternalModelDescription} as JSON
   * with the keys {@code input_size} ({@code "WIDTHxHEIGHT"}), {@code input_range}, {@code mean},
   * {@code std}, {@code channel_order} and {@code output}. Default: empty, for the content of the
   * file next to the model whose name ends in {@code .json} instead of {@code .pt}.
   */
  public Param<String> description() {
    return description;
  }

  public String getDescription() {
    return getOrDefault(description);
  }

  /** Engine that runs the model: {@code PyTorch}, the only one. */
  public Param<String> engine() {
    return engine;
  }

  public String getEngine() {
    return getOrDefault(engine);
  }

  /**
   * Images per forward pass. Default: 0, for 2 on a CPU and 32 on a GPU. A batch that does not fit
   * in the device's memory is halved.
   */
  public IntParam batchSize() {
    return batchSize;
  }

  public int getBatchSize() {
    return (Integer) getOrDefault(batchSize);
  }

  /**
   * {@code cpu}, {@code gpu} (the GPU that Spark assigned to the task, else the first) or {@code
   * auto}, the default (a GPU if there is one).
   */
  public Param<String> device() {
    return device;
  }

  public String getDevice() {
    return getOrDefault(device);
  }

  /** {@code fp32}, {@code bf16} or {@code auto}, the default (the fastest of the device). */
  public Param<String> precision() {
    return precision;
  }

  public String getPrecision() {
    return getOrDefault(precision);
  }

  /** {@code source} (size of the image, the default), {@code model} or {@code WIDTHxHEIGHT}. */
  public Param<String> outputSize() {
    return outputSize;
  }

  public String getOutputSize() {
    return getOrDefault(outputSize);
  }

  /**
   * {@code image}, the default: Spark's image struct with mode {@code CV_8UC1} and the origin of
   * the input image; or {@code png}: binary, a grey 8-bit PNG file.
   */
  public Param<String> outputFormat() {
    return outputFormat;
  }

  public String getOutputFormat() {
    return getOrDefault(outputFormat);
  }

  /**
   * Treatment of images that are null or cannot be decoded: {@code keep}, the default, gives a null
   * map; {@code skip} drops the row; {@code error} fails the job.
   */
  public Param<String> handleInvalid() {
    return handleInvalid;
  }

  public String getHandleInvalid() {
    return getOrDefault(handleInvalid);
  }

  /**
   * Seconds without progress of a task after which a warning is logged on the executor, and again
   * after each such period. It names the stage that stalls (read, decode, predict or encode) and
   * the row. Time in which no map is requested does not count. Default: 300; 0 for never.
   */
  public IntParam stallSeconds() {
    return stallSeconds;
  }

  public int getStallSeconds() {
    return (Integer) getOrDefault(stallSeconds);
  }
}
