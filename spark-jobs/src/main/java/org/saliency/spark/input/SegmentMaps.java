package org.saliency.spark.input;

import java.io.Serializable;
import java.util.HashMap;
import org.saliency.UserException;
import org.saliency.dataset.FrameFiles;
import org.saliency.map.MapFile;
import org.saliency.map.SaliencyMap;
import org.saliency.spark.plan.PlannedFrame;
import org.saliency.spark.plan.Segment;
import scala.Tuple2;

/** Predicted maps of a segment: PNG files in memory, the files of its frames, or none. */
public final class SegmentMaps implements Serializable {

  private static final long serialVersionUID = 1L;

  private final Segment segment;
  private final boolean isAbsent;
  private final HashMap<String, byte[]> pngs; // by frame name; null if the maps are files

  private SegmentMaps(Segment segment, boolean isAbsent, HashMap<String, byte[]> pngs) {
    this.segment = segment;
    this.isAbsent = isAbsent;
    this.pngs = pngs;
  }

  /** Maps in the files of the segment's frames. */
  public static SegmentMaps inFiles(Segment segment) {
    return new SegmentMaps(segment, false, null);
  }

  /** Frames without maps, to be measured as all-zero maps. */
  public static SegmentMaps absent(Segment segment) {
    return new SegmentMaps(segment, true, null);
  }

  /**
   * Maps in memory.
   *
   * @param pngs PNG files, each with the name of its frame
   */
  public static SegmentMaps of(Segment segment, Iterable<Tuple2<String, byte[]>> pngs) {
    HashMap<String, byte[]> byFrame = new HashMap<>();
    pngs.forEach(png -> byFrame.put(png._1(), png._2()));
    return new SegmentMaps(segment, false, byFrame);
  }

  public Segment segment() {
    return segment;
  }

  /** Whether the frames have no maps; then {@link #map} must not be called. */
  public boolean isAbsent() {
    return isAbsent;
  }

  /**
   * Reads the map of a frame.
   *
   * @param files opened for the segment
   * @throws UserException when it cannot be read
   */
  public SaliencyMap map(PlannedFrame frame, FrameFiles files) {
    if (pngs == null) {
      return files.map(frame.image());
    }
    byte[] png = pngs.get(frame.name());
    if (png == null) {
      throw UserException.input(
          "The map of %s is no longer in the table %s: score the video again",
          frame.place(), frame.image());
    }
    return MapFile.read(png, frame.image().toString());
  }
}
