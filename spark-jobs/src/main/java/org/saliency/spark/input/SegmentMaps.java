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

/** Predicted maps of a segment: PNG files in memory, or the files of its frames. */
public final class SegmentMaps implements Serializable {

  private static final long serialVersionUID = 1L;

  private final Segment segment;
  private final HashMap<Integer, byte[]> pngs; // by frame; null if the maps are files

  private SegmentMaps(Segment segment, HashMap<Integer, byte[]> pngs) {
    this.segment = segment;
    this.pngs = pngs;
  }

  /** Maps in the files of the segment's frames. */
  public static SegmentMaps inFiles(Segment segment) {
    return new SegmentMaps(segment, null);
  }

  /**
   * Maps in memory.
   *
   * @param pngs PNG files, each with its frame's position in the video
   */
  public static SegmentMaps of(Segment segment, Iterable<Tuple2<Integer, byte[]>> pngs) {
    HashMap<Integer, byte[]> byFrame = new HashMap<>();
    pngs.forEach(png -> byFrame.put(png._1(), png._2()));
    return new SegmentMaps(segment, byFrame);
  }

  public Segment segment() {
    return segment;
  }

  /**
   * Reads the map of a frame.
   *
   * @param files opened for the segment
   * @throws UserException when it cannot be read
   */
  public SaliencyMap map(PlannedFrame frame, FrameFiles files) {
    return pngs == null
        ? files.map(frame.image())
        : MapFile.read(pngs.get(frame.index()), frame.image().toString());
  }
}
