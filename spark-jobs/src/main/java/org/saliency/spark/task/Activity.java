package org.saliency.spark.task;

import java.util.Locale;

/** Activity of a task's thread, by which time is measured. */
public enum Activity {
  /** Pulling input rows from the upstream plan. */
  READ("reading rows"),
  /** Reading and decoding frames; in {@code evaluate}, maps and ground truth. */
  DECODE("decoding"),
  /** Forward passes, including the wait for the device. */
  PREDICT("predicting"),
  /** Computing metrics in {@code evaluate}. */
  MEASURE("measuring"),
  /** Resizing and encoding maps of a DataFrame. */
  ENCODE("encoding"),
  /** Resizing, measuring, encoding and writing maps, and publishing segments. */
  WRITE("writing"),
  /** Prediction waits for the next decoded frame. */
  WAIT_DECODE("waiting for frames"),
  /** Prediction waits for the writer: its queue is full, or the last maps are being written. */
  WAIT_WRITE("waiting for writers");

  private final String label;

  Activity(String label) {
    this.label = label;
  }

  /** Name in the manifest and in Spark's metrics, for example {@code wait_decode}. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Name in Spark's UI, for example {@code waiting for frames}. */
  String label() {
    return label;
  }
}
