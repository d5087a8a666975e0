package org.saliency.spark.output;

import java.util.Optional;
import org.saliency.video.PictureKind;

/** Output formats: files or rows per frame, or one video of all frames. */
public enum Format {
  /** An 8-bit grey PNG per frame, in {@code maps/<video>}. */
  PNG,
  /** A 16-bit grey PNG per frame, in {@code maps16/<video>}. */
  PNG16,
  /** A row per frame, in the table {@code predictions}. */
  PARQUET,
  /** A grey video of the maps, in {@code saliency_videos}. */
  MP4("saliency_videos", PictureKind.GREY),
  /** A video of the frames under their maps, in {@code overlays}. */
  OVERLAY("overlays", PictureKind.COLOUR);

  private final String folder;
  private final PictureKind kind;

  Format() {
    this(null, null);
  }

  Format(String folder, PictureKind kind) {
    this.folder = folder;
    this.kind = kind;
  }

  /** Pixel kind of its videos; empty for other formats. */
  public Optional<PictureKind> kind() {
    return Optional.ofNullable(kind);
  }

  /** Folder of its videos; null for other formats. */
  String folder() {
    return folder;
  }
}
