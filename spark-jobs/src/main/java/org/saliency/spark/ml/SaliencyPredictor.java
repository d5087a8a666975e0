package org.saliency.spark.ml;

import java.util.List;
import java.util.Locale;
import org.apache.spark.ml.image.ImageSchema;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.Identifiable;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.saliency.UserException;
import org.saliency.json.Json;
import org.saliency.pytorch.ExternalModelDescription;
import org.saliency.pytorch.PyTorch.DeviceChoice;
import org.saliency.pytorch.PyTorch.PrecisionChoice;
import org.saliency.settings.Settings;
import org.saliency.spark.output.MapSize;
import org.saliency.spark.serving.ModelDistributor;
import org.saliency.spark.serving.PredictorRecipe;
import org.saliency.spark.task.TaskProgress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Predicts the saliency maps of a column of images, as a stage of a Spark ML pipeline.
 *
 * <p>The input column holds Spark's image struct, as {@code spark.read().format("image")} returns
 * it, with 1, 3 or 4 channels of 8 bits (transparency is ignored), or binary values, each a whole
 * PNG, JPEG, BMP, WebP or TIFF file. The output column holds image structs with one 8-bit channel
 * ({@code CV_8UC1}; 255 is the most salient) or grey PNG files; see {@link #outputFormat()}. All
 * other columns are kept.
 *
 * <p>Each image is predicted by itself, as a still of which a model that reads several frames sees
 * nothing else.
 *
 * <p>The map of an image that is null or cannot be decoded, or for which the model gives NaN
 * values, is null; see {@link #handleInvalid()}.
 *
 * <p>{@link #transform} distributes the model file to the executors and starts no job; each
 * executor opens it once per device, when the first row arrives. A task holds a few batches of
 * images at a time, scaled to the network's input size, decodes and encodes while the device
 * predicts, and keeps the order of its rows.
 */
public final class SaliencyPredictor extends PredictorParameters {

  private static final long serialVersionUID = 1L;
  private static final Logger LOG = LoggerFactory.getLogger(SaliencyPredictor.class);

  /** Creates a predictor with defaults. The columns have to be set. */
  public SaliencyPredictor() {
    this(Identifiable.randomUID("saliencyPredictor"));
  }

  /** Creates a predictor with a given identifier. The columns have to be set. */
  public SaliencyPredictor(String uid) {
    super(uid);
  }

  /** Returns a reader of predictors saved by {@link #write}. */
  public static MLReader<SaliencyPredictor> read() {
    return new DefaultParamsReader<>();
  }

  /** Loads a saved predictor. */
  public static SaliencyPredictor load(String path) {
    return read().load(path);
  }

  /**
   * Adds the column of maps.
   *
   * @throws IllegalArgumentException if a parameter is missing or a column does not fit
   * @throws UserException if the model file is missing or unreadable, or is an external TorchScript
   *     file without a description
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
                Settings.parse(PrecisionChoice.class, "precision", getPrecision())),
            Settings.parse(DeviceChoice.class, "device", getDevice()),
            getBatchSize(),
            getStallSeconds());
    if (recipe.model().window() > 1) {
      LOG.warn(
          "model {} reads {} consecutive frames, but each image is predicted by itself: use score for"
              + " the maps of videos",
          getModelUrl(),
          recipe.model().window());
    }
    PredictMaps predict =
        new PredictMaps(
            recipe,
            PictureColumn.in(dataset.schema(), getInputCol()),
            MapSize.parse(getOutputSize()),
            Settings.parse(OutputFormat.class, "output format", getOutputFormat()),
            Settings.parse(Invalid.class, "handleInvalid", getHandleInvalid()),
            TaskProgress.of(
                dataset.sparkSession().sparkContext(), "predicted", PredictMaps.ACTIVITIES));
    return AddedColumn.add(dataset, schema.fields()[schema.length() - 1], predict);
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException if a parameter is missing or a column does not fit
   */
  @Override
  public StructType transformSchema(StructType schema) {
    requireParameters();
    PictureColumn.in(schema, getInputCol());
    if (PictureColumn.isPresent(schema, getOutputCol())) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "Output column '%s' already exists: call setOutputCol with another name",
              getOutputCol()));
    }
    return schema.add(
        getOutputCol(),
        getOutputFormat().equals("png") ? DataTypes.BinaryType : ImageSchema.columnSchema(),
        true);
  }

  private void requireParameters() {
    for (Param<String> required : List.of(inputCol(), outputCol())) {
      if (!isSet(required)) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "Parameter %s of %s is not set: expected the %s",
                required.name(),
                uid(),
                required.doc()));
      }
    }
  }

  @Override
  public SaliencyPredictor copy(ParamMap extra) {
    return defaultCopy(extra);
  }

  public SaliencyPredictor setInputCol(String value) {
    return with(inputCol(), value);
  }

  public SaliencyPredictor setOutputCol(String value) {
    return with(outputCol(), value);
  }

  public SaliencyPredictor setModelUrl(String value) {
    return with(modelUrl(), value);
  }

  public SaliencyPredictor setDescription(String value) {
    return with(description(), value);
  }

  public SaliencyPredictor setDescription(ExternalModelDescription value) {
    return with(description(), Json.write(value));
  }

  public SaliencyPredictor setEngine(String value) {
    return with(engine(), value);
  }

  public SaliencyPredictor setBatchSize(int value) {
    set(batchSize(), value);
    return this;
  }

  public SaliencyPredictor setDevice(String value) {
    return with(device(), value);
  }

  public SaliencyPredictor setPrecision(String value) {
    return with(precision(), value);
  }

  public SaliencyPredictor setOutputSize(String value) {
    return with(outputSize(), value);
  }

  public SaliencyPredictor setOutputFormat(String value) {
    return with(outputFormat(), value);
  }

  public SaliencyPredictor setHandleInvalid(String value) {
    return with(handleInvalid(), value);
  }

  public SaliencyPredictor setStallSeconds(int value) {
    set(stallSeconds(), value);
    return this;
  }

  private SaliencyPredictor with(Param<String> param, String value) {
    set(param, value);
    return this;
  }
}
