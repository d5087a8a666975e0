package org.saliency.spark.ml;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.TaskContext;
import org.apache.spark.ml.image.ImageSchema;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.JoinedRow;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Adds saliency maps to the rows of a partition, on an executor.
 *
 * @param recipe model, device and batch size
 * @param column of the images
 * @param size size of the maps
 * @param format type of the map column
 * @param invalid treatment of images that are null or cannot be decoded
 * @param progress counters updated while tasks run
 */
record PredictMaps(
    PredictorRecipe recipe,
    PictureColumn column,
    MapSize size,
    OutputFormat format,
    Invalid invalid,
    TaskProgress progress)
    implements AddedColumn.Partitions {

  /** Activities whose time is counted. */
  static final Set<Activity> ACTIVITIES =
      EnumSet.of(
          Activity.READ, Activity.DECODE, Activity.PREDICT, Activity.ENCODE, Activity.WAIT_DECODE);

  private static final Logger LOG = LoggerFactory.getLogger(PredictMaps.class);

  private static final int GREY = (Integer) ImageSchema.javaOcvTypes().get("CV_8UC1");

  @Override
  public Iterator<InternalRow> map(Iterator<InternalRow> rows) throws IOException {
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
    PredictionPipeline<NumberedRow, Picture, InternalRow> pipeline =
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

  private final class Steps implements PipelineSteps<NumberedRow, Picture, InternalRow> {

    private final Size inputSize = recipe.model().inputSize();
    private final Size modelMapSize;
    private final TaskStages stages;
    private boolean isWarned; // only one thread finishes images

    Steps(Size modelMapSize, TaskStages stages) {
      this.modelMapSize = modelMapSize;
      this.stages = stages;
    }

    @Override
    public String place(NumberedRow item) {
      Object origin = column.origin(item.row());
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
      return column.bytes(item.row()) + 3L * inputSize.pixels();
    }

    @Override
    public Picture decode(NumberedRow item) {
      return column.picture(item.row(), inputSize);
    }

    @Override
    public Frame frame(Picture decoded) {
      return decoded.frame();
    }

    @Override
    public Optional<InternalRow> bad(NumberedRow item, UserException error) {
      if (invalid == Invalid.ERROR) {
        throw UserException.input(
            error,
            "Invalid image in %s: %s; or call setHandleInvalid(\"keep\") or"
                + " setHandleInvalid(\"skip\")",
            place(item),
            error.getMessage());
      }
      if (!isWarned) {
        isWarned = true;
        LOG.warn(
            "no map for the image in {}: {} (the first of this partition; others are only counted)",
            place(item),
            error.getMessage());
      }
      stages.badFrame();
      return invalid == Invalid.SKIP ? Optional.empty() : Optional.of(with(item.row(), null));
    }

    @Override
    public Optional<InternalRow> finish(NumberedRow item, Picture decoded, SaliencyMap map) {
      if (map.hasNaN()) {
        return bad(
            item,
            UserException.input(
                "model %s predicted NaN values: check its weights and its normalisation",
                recipe.model().name()));
      }
      Size mapSize = size.of(decoded.size(), modelMapSize);
      QuantisedMap quantised = QuantisedMap.of(map, mapSize, MapDepth.EIGHT_BITS);
      Object value =
          format == OutputFormat.PNG
              ? quantised.png()
              : new GenericInternalRow(
                  new Object[] {
                    column.origin(item.row()),
                    mapSize.height(),
                    mapSize.width(),
                    1,
                    GREY,
                    quantised.greys()
                  });
      stages.frame();
      return Optional.of(with(item.row(), value));
    }

    private static InternalRow with(InternalRow row, Object value) {
      return new JoinedRow(row, new GenericInternalRow(new Object[] {value}));
    }

    @Override
    public void close() {} // the listeners of the task close what it holds
  }
}
