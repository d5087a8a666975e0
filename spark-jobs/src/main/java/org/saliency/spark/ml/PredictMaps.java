package org.saliency.spark.ml;

import java.io.IOException;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.Optional;
import java.util.Set;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.StreamSupport;
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
import org.saliency.spark.ml.NumberedRows.NumberedRow;
import org.saliency.spark.ml.PictureColumn.Picture;
import org.saliency.spark.ml.SaliencyPredictor.Invalid;
import org.saliency.spark.ml.SaliencyPredictor.OutputFormat;
import org.saliency.spark.output.MapSize;
import org.saliency.spark.pipeline.PictureStream;
import org.saliency.spark.serving.ModelCache;
import org.saliency.spark.serving.PredictorRecipe;
import org.saliency.spark.serving.TaskDevice;
import org.saliency.spark.task.Activity;
import org.saliency.spark.task.TaskProgress;
import org.saliency.spark.task.TaskStages;

/**
 * Adds maps to the rows of a partition: what runs on executors.
 *
 * @param column position of the pictures' column
 * @param size of the maps
 * @param progress told while tasks run
 */
record PredictMaps(
    PredictorRecipe recipe,
    int column,
    MapSize size,
    OutputFormat format,
    Invalid invalid,
    TaskProgress progress)
    implements MapPartitionsFunction<Row, Row> {

  /** What its threads do. */
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
    // Listeners run in the reverse order, and when a task fails or takes no more rows, too.
    context.addTaskCompletionListener((TaskCompletionListener) ended -> lease.close());
    TaskStages stages = TaskStages.open(progress, device, recipe.stallSeconds());
    context.addTaskCompletionListener((TaskCompletionListener) ended -> stages.close());
    Steps steps = new Steps(lease.model().outputSize());
    PictureStream<NumberedRow, Decoded, Optional<Row>> results =
        new PictureStream<>(
            new NumberedRows(rows, context.partitionId(), stages),
            steps,
            lease.model(),
            recipe,
            context.cpus(),
            stages);
    context.addTaskCompletionListener((TaskCompletionListener) ended -> close(results));
    return StreamSupport.stream(
            Spliterators.spliteratorUnknownSize(results, Spliterator.ORDERED), false)
        .flatMap(Optional::stream)
        .iterator();
  }

  private static void close(PictureStream<?, ?, ?> stream) {
    try {
      stream.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A row and its picture; none where it is invalid. */
  private record Decoded(Row row, Optional<Picture> picture) {}

  private final class Steps implements PictureStream.Steps<NumberedRow, Decoded, Optional<Row>> {

    private final Size inputSize = recipe.model().inputSize();
    private final Size modelSize;

    Steps(Size modelSize) {
      this.modelSize = modelSize;
    }

    @Override
    public String place(NumberedRow row) {
      String origin = PictureColumn.origin(row.row().get(column));
      return origin == null ? row.place() : row.place() + " (" + origin + ")";
    }

    @Override
    public Decoded decode(NumberedRow numbered) {
      Row row = numbered.row();
      try {
        return new Decoded(row, Optional.of(PictureColumn.picture(row.get(column), inputSize)));
      } catch (UserException fault) {
        if (invalid == Invalid.ERROR) {
          throw UserException.input(
              fault,
              "%s in a row of column '%s': mend it, or let setHandleInvalid keep or skip such rows",
              fault.getMessage(),
              row.schema().fieldNames()[column]);
        }
        return new Decoded(row, Optional.empty());
      }
    }

    @Override
    public Optional<Frame> frame(Decoded decoded) {
      return decoded.picture().map(Picture::frame);
    }

    @Override
    public Optional<Row> encode(Decoded decoded, Optional<SaliencyMap> map) {
      if (map.isEmpty()) {
        return invalid == Invalid.SKIP ? Optional.empty() : Optional.of(with(decoded.row(), null));
      }
      if (map.get().hasNaN()) {
        throw UserException.input(
            "model %s gave a map with values that are no numbers: check its weights and its"
                + " normalisation",
            recipe.model().name());
      }
      Size mapSize = size.of(decoded.picture().orElseThrow().size(), modelSize);
      QuantisedMap quantised = QuantisedMap.of(map.get(), mapSize, MapDepth.EIGHT_BITS);
      Object value =
          format == OutputFormat.PNG
              ? quantised.png()
              : RowFactory.create(
                  PictureColumn.origin(decoded.row().get(column)),
                  mapSize.height(),
                  mapSize.width(),
                  1,
                  GREY,
                  quantised.greys());
      return Optional.of(with(decoded.row(), value));
    }

    private Row with(Row row, Object value) {
      Object[] values = new Object[row.size() + 1];
      for (int i = 0; i < row.size(); i++) {
        values[i] = row.get(i);
      }
      values[row.size()] = value;
      return RowFactory.create(values);
    }
  }
}
