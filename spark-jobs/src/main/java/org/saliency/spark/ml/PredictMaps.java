package org.saliency.spark.ml;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.ml.image.ImageSchema;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.util.TaskCompletionListener;
import org.saliency.UserException;
import org.saliency.frame.Frame;
import org.saliency.frame.Size;
import org.saliency.map.MapDepth;
import org.saliency.map.QuantisedMap;
import org.saliency.map.SaliencyMap;
import org.saliency.pytorch.BatchHalving;
import org.saliency.spark.ml.NumberedRows.NumberedRow;
import org.saliency.spark.ml.PictureColumn.Picture;
import org.saliency.spark.ml.PredictorParameters.Invalid;
import org.saliency.spark.ml.PredictorParameters.OutputFormat;
import org.saliency.spark.output.MapSize;
import org.saliency.spark.pipeline.BatchPredictor;
import org.saliency.spark.pipeline.PipelineLimits;
import org.saliency.spark.pipeline.PipelineSteps;
import org.saliency.spark.pipeline.PredictionPipeline;
import org.saliency.spark.pipeline.TaskStageTimer;
import org.saliency.spark.serving.ModelCache;
import org.saliency.spark.serving.PredictorRecipe;
import org.saliency.spark.serving.TaskDevice;
import org.saliency.spark.task.Activity;
import org.saliency.spark.task.TaskProgress;
import org.saliency.spark.task.TaskStages;

/**
 * Adds saliency maps to the rows of a partition, on an executor.
 *
 * @param recipe model, device and batch size
 * @param column index of the image column
 * @param size size of the maps
 * @param format type of the map column
 * @param invalid treatment of images that are null or cannot be decoded
 * @param progress counters updated while tasks run
 */
record PredictMaps(
    PredictorRecipe recipe,
    int column,
    MapSize size,
    OutputFormat format,
    Invalid invalid,
    TaskProgress progress)
    implements MapPartitionsFunction<Row, Row> {

  /** Activities whose time is counted. */
  static final Set<Activity> ACTIVITIES =
      EnumSet.of(
          Activity.READ, Activity.DECODE, Activity.PREDICT, Activity.ENCODE, Activity.WAIT_DECODE);

  private static final int GREY = (Integer) ImageSchema.javaOcvTypes().get("CV_8UC1");

  @Override
  public Iterator<Row> call(Iterator<Row> rows) throws IOException {
    if (!rows.hasNext()) {
      return Collections.emptyIterator();
    }
    TaskContext context = TaskContext.get();
    TaskDevice device = TaskDevice.of(recipe.device());
    ModelCache.Lease lease = recipe.model().lease(device);
    // Listeners run in reverse order, also if the task fails or does not take all rows.
    context.addTaskCompletionListener((TaskCompletionListener) ended -> lease.close());
    TaskStages stages = TaskStages.open(progress, device, recipe.stallSeconds());
    context.addTaskCompletionListener((TaskCompletionListener) ended -> stages.close());
    BatchHalving model = lease.model();
    PredictionPipeline<NumberedRow, Picture, Row> pipeline =
        new PredictionPipeline<>(
            new NumberedRows(rows, context.partitionId(), stages),
            new Steps(model.outputSize(), stages),
            new BatchPredictor(
                model, recipe.batchSize(model.device()), recipe.model().window(), context.cpus()),
            PipelineLimits.ofTask(recipe.batchSize(model.device()), 1, context.cpus()),
            new TaskStageTimer(stages, Activity.ENCODE, Optional.empty()),
            context::killTaskIfInterrupted);
    context.addTaskCompletionListener((TaskCompletionListener) ended -> close(pipeline));
    return pipeline.iterator();
  }

  private static void close(PredictionPipeline<?, ?, ?> pipeline) {
    try {
      pipeline.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private final class Steps implements PipelineSteps<NumberedRow, Picture, Row> {

    private final Size inputSize = recipe.model().inputSize();
    private final Size modelMapSize;
    private final TaskStages stages;

    Steps(Size modelMapSize, TaskStages stages) {
      this.modelMapSize = modelMapSize;
      this.stages = stages;
    }

    @Override
    public String place(NumberedRow item) {
      String origin = PictureColumn.origin(item.row().get(column));
      return origin == null ? item.place() : item.place() + " (" + origin + ")";
    }

    @Override
    public Object sequence(NumberedRow item) {
      return item; // the rows are not the frames of a video
    }

    @Override
    public boolean isPredicted(NumberedRow item) {
      return true;
    }

    @Override
    public long bytes(NumberedRow item) {
      return PictureColumn.bytes(item.row().get(column)) + 3L * inputSize.pixels();
    }

    @Override
    public Picture decode(NumberedRow item) {
      return PictureColumn.picture(item.row().get(column), inputSize);
    }

    @Override
    public Frame frame(Picture decoded) {
      return decoded.frame();
    }

    @Override
    public Optional<Row> bad(NumberedRow item, UserException error) {
      if (invalid == Invalid.ERROR) {
        throw UserException.input(
            error,
            "Invalid image in column '%s', %s: %s; fix it, or call setHandleInvalid(\"keep\") or"
                + " setHandleInvalid(\"skip\")",
            item.row().schema().fieldNames()[column],
            item.place(),
            error.getMessage());
      }
      stages.badFrame();
      return invalid == Invalid.SKIP ? Optional.empty() : Optional.of(with(item.row(), null));
    }

    @Override
    public Optional<Row> finish(NumberedRow item, Picture decoded, SaliencyMap map) {
      if (map.hasNaN()) {
        throw UserException.input(
            "Model %s predicted NaN values: check its weights and its normalisation",
            recipe.model().name());
      }
      Size mapSize = size.of(decoded.size(), modelMapSize);
      QuantisedMap quantised = QuantisedMap.of(map, mapSize, MapDepth.EIGHT_BITS);
      Object value =
          format == OutputFormat.PNG
              ? quantised.png()
              : RowFactory.create(
                  PictureColumn.origin(item.row().get(column)),
                  mapSize.height(),
                  mapSize.width(),
                  1,
                  GREY,
                  quantised.greys());
      stages.frame();
      return Optional.of(with(item.row(), value));
    }

    private Row with(Row row, Object value) {
      Object[] values = new Object[row.size() + 1];
      for (int i = 0; i < row.size(); i++) {
        values[i] = row.get(i);
      }
      values[row.size()] = value;
      return RowFactory.create(values);
    }

    @Override
    public void close() {} // the listeners of the task close what it holds
  }
}
