package org.saliency.spark.source;

import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.connector.metric.CustomTaskMetric;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.saliency.StorageException;
import org.saliency.frame.Size;
import org.saliency.spark.task.StorageRetries;
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
  private final StorageRetries retries = StorageRetries.ofTask();

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
  }

  /**
   * Moves to the next frame.
   *
   * @throws StorageException when the rest of the file cannot be read
   * @throws org.saliency.UserException when the file is damaged, or the frame cannot be decoded and
   *     {@code badFrames} is {@code FAIL}
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
    DecodedFrame decoded = retries.read(this::decode);
    if (decoded.error().isPresent()) {
      bad++;
      if (badFrames == VideoOptions.BadFrames.FAIL) {
        throw decoded.error().get();
      }
    }
    return decoded.picture().map(picture -> ImageStruct.row(portion.path(), picture)).orElse(null);
  }

  private DecodedFrame decode() {
    if (decoder == null) {
      decoder = StoredVideo.open(storage, portion.path(), portion.span(), scaledTo);
    }
    try {
      return decoder.read(frame);
    } catch (StorageException e) {
      closeDecoder(e);
      throw e;
    }
  }

  private void closeDecoder(StorageException error) {
    try {
      closeDecoder();
    } catch (IOException e) {
      error.addSuppressed(e);
    }
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
    closeDecoder();
  }

  private void closeDecoder() throws IOException {
    if (decoder != null) {
      decodedBefore += decoder.decodedFrames();
      StoredVideo finished = decoder;
      decoder = null;
      finished.close();
    }
  }
}
