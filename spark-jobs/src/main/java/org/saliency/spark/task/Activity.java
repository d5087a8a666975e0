package org.saliency.spark.task;

import java.util.Locale;

/** What the threads of a task spend their time on. */
public enum Activity {
  /** Taking rows of pictures from what computes them. */
  READ("reading rows"),
  /** Reading and decoding frames; where maps are evaluated, the maps and their ground truth. */
  DECODE("decoding"),
  /** Forward passes, waiting for the device included. */
  PREDICT("predicting"),
  /** Measuring maps that are only evaluated. */
  MEASURE("measuring"),
  /** Resizing and encoding maps that go into rows. */
  ENCODE("encoding"),
  /** Resizing, measuring, encoding and writing maps, and publishing segments. */
  WRITE("writing"),
  /** Nothing to predict: the next frame is not decoded yet. */
  WAIT_DECODE("waiting for frames"),
  /** Predicting stands still: too many maps wait to be written, or the task's last ones do. */
  WAIT_WRITE("waiting for writers");

  private final String words;

  Activity(String words) {
    this.words = words;
  }

  /** Its name in the manifest and in Spark's metrics, for example {@code wait_decode}. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Its name in Spark's UI, for example {@code waiting for frames}. */
  String words() {
    return words;
  }
}
