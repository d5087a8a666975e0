package org.saliency.spark.output;

import java.util.Optional;
import org.saliency.video.PictureKind;

/** What is written for each frame, or of the frames of a video together. */
public enum Format {
  /** An 8-bit grey PNG in the folder of its video in {@code maps}. */
  PNG,
  /** A 16-bit grey PNG in the folder of its video in {@code maps16}. */
  PNG16,
  /** A row of the table {@code predictions}. */
  PARQUET,
  /** The maps of a video as a grey video in {@code saliency_videos}. */
  MP4("saliency_videos", PictureKind.GREY),
  /** The frames of a video under their maps as a video in {@code overlays}. */
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

  /** What its videos show; empty when it is no format of videos. */
  public Optional<PictureKind> kind() {
    return Optional.ofNullable(kind);
  }

  /** The folder that its videos are in. */
  String folder() {
    return folder;
  }
}
