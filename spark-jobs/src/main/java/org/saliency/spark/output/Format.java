package org.saliency.spark.output;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.saliency.frame.Size;
import org.saliency.map.MapDepth;
import org.saliency.map.QuantisedMap;
import org.saliency.map.SaliencyMap;
import org.saliency.video.PictureKind;

/** Output formats: files or rows per frame, or one video of all frames. */
public enum Format {
  /** An 8-bit grey PNG per frame, in {@code maps/<video>}. */
  PNG("maps", null) {
    @Override
    QuantisedMap encode(SaliencyMap map, Size size) {
      return QuantisedMap.of(map, size, MapDepth.EIGHT_BITS);
    }
  },
  /** A 16-bit grey PNG per frame, in {@code maps16/<video>}. */
  PNG16("maps16", null) {
    @Override
    QuantisedMap encode(SaliencyMap map, Size size) {
      return QuantisedMap.of(map, size, MapDepth.SIXTEEN_BITS);
    }
  },
  /** A 16-bit density without zeros per frame, as grey PNG, in {@code density16/<video>}. */
  DENSITY16("density16", null) {
    @Override
    QuantisedMap encode(SaliencyMap map, Size size) {
      return QuantisedMap.density(map, size);
    }
  },
  /** A row per frame, in the table {@code predictions}. */
  PARQUET(null, null),
  /** A grey video of the maps, in {@code saliency_videos}. */
  MP4("saliency_videos", PictureKind.GREY),
  /** A video of the frames under their maps, in {@code overlays}. */
  OVERLAY("overlays", PictureKind.COLOUR);

  private final String folder;
  private final PictureKind kind;

  Format(String folder, PictureKind kind) {
    this.folder = folder;
    this.kind = kind;
  }

  /** Pixel kind of its videos; empty for other formats. */
  public Optional<PictureKind> kind() {
    return Optional.ofNullable(kind);
  }

  /** Folder of its files; null for rows. */
  public String folder() {
    return folder;
  }

  /** The formats with a PNG file for each frame, in the order in which readers look for them. */
  public static Stream<Format> ofMapFiles() {
    return Stream.of(values()).filter(format -> format.folder != null && format.kind == null);
  }

  /** The format of map files that readers of an output with some formats take; empty for none. */
  public static Optional<Format> read(Set<Format> formats) {
    return ofMapFiles().filter(formats::contains).findFirst();
  }

  /**
   * The map in a file of this format.
   *
   * @throws IllegalArgumentException when a value is NaN
   * @throws UnsupportedOperationException when the format has no map files
   */
  QuantisedMap encode(SaliencyMap map, Size size) {
    throw new UnsupportedOperationException(this + " has no map files");
  }
}
