package org.saliency.spark.source;

import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.connector.metric.CustomTaskMetric;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.saliency.frame.Size;
import org.saliency.storage.Storage;
import org.saliency.video.DecodedFrame;
import org.saliency.video.StoredVideo;

/**
 * Reads the frames of one task, one at a time, and decodes them only if images are selected. Holds
 * one decoder and a few frames.
 */
final class FrameReader implements PartitionReader<InternalRow> {

  private final Iterator<Portion> portions;
  private final List<FrameColumn> columns;
  private final Optional<Size> scaledTo;
  private final VideoOptions.BadFrames badFrames;
  private final Storage storage;
  private final boolean decodes;

  private Portion portion;
  private StoredVideo decoder;
  private int frame;
  private InternalRow row;
  private long decodedBefore; // in finished portions
  private long bad;

  FrameReader(
      List<Portion> portions,
      List<FrameColumn> columns,
      Optional<Size> scaledTo,
      VideoOptions.BadFrames badFrames,
      Storage storage) {
    this.portions = portions.iterator();
    this.columns = columns;
    this.scaledTo = scaledTo;
    this.badFrames = badFrames;
    this.storage = storage;
    this.decodes = columns.contains(FrameColumn.IMAGE);
  }

  /**
   * Moves to the next frame.
   *
   * @throws org.saliency.UserException when the rest of the file cannot be read, or the frame
   *     cannot be decoded and {@code badFrames} is {@code FAIL}
   */
  @Override
  public boolean next() throws IOException {
    frame = portion == null ? -1 : portion.nextFrame(frame + 1);
    while (frame < 0) {
      close();
      if (!portions.hasNext()) {
        return false;
      }
      portion = portions.next();
      frame = portion.nextFrame(portion.span().first());
      if (decodes) {
        decoder = StoredVideo.open(storage, portion.path(), portion.span(), scaledTo);
      }
    }
    row = read();
    return true;
  }

  @Override
  public InternalRow get() {
    return row;
  }

  private InternalRow read() {
    FrameFacts facts = portion.facts(frame);
    Object[] values = new Object[columns.size()];
    for (int i = 0; i < values.length; i++) {
      FrameColumn column = columns.get(i);
      values[i] = column.isInIndex() ? column.value(facts) : image();
    }
    return new GenericInternalRow(values);
  }

  /** The image; null if it cannot be decoded. */
  private InternalRow image() {
    DecodedFrame decoded = decoder.read(frame);
    if (decoded.error().isPresent()) {
      bad++;
      if (badFrames == VideoOptions.BadFrames.FAIL) {
        throw decoded.error().get();
      }
    }
    return decoded.picture().map(picture -> ImageStruct.row(portion.path(), picture)).orElse(null);
  }

  @Override
  public CustomTaskMetric[] currentMetricsValues() {
    long decoded = decodedBefore + (decoder == null ? 0 : decoder.decodedFrames());
    return new CustomTaskMetric[] {
      new TaskCount(FramesDecoded.NAME, decoded), new TaskCount(FramesBad.NAME, bad)
    };
  }

  @Override
  public void close() throws IOException {
    portion = null;
    if (decoder != null) {
      decodedBefore += decoder.decodedFrames();
      StoredVideo finished = decoder;
      decoder = null;
      finished.close();
    }
  }
}
