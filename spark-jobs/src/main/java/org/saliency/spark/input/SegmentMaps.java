package org.saliency.spark.input;

import java.io.Serializable;
import java.util.HashMap;
import java.util.Map;
import org.saliency.UserException;
import org.saliency.dataset.FrameFiles;
import org.saliency.map.MapFile;
import org.saliency.map.SaliencyMap;
import org.saliency.spark.plan.PlannedFrame;
import org.saliency.spark.plan.Segment;
import scala.Tuple2;

/** The predicted maps of a segment: PNGs that came with it, or the files that its frames name. */
public final class SegmentMaps implements Serializable {

  private static final long serialVersionUID = 1L;

  private final Segment segment;
  private final HashMap<Integer, byte[]> pngs; // by frame; null where the maps are files

  private SegmentMaps(Segment segment, HashMap<Integer, byte[]> pngs) {
    this.segment = segment;
    this.pngs = pngs;
  }

  /** Maps in the files that the segment's frames name. */
  public static SegmentMaps inFiles(Segment segment) {
    return new SegmentMaps(segment, null);
  }

  /**
   * Maps as PNG.
   *
   * @param pngs each with its frame's position in the video
   */
  public static SegmentMaps of(Segment segment, Iterable<Tuple2<Integer, byte[]>> pngs) {
    Map<Integer, byte[]> byFrame = new HashMap<>();
    pngs.forEach(png -> byFrame.put(png._1(), png._2()));
    return new SegmentMaps(segment, new HashMap<>(byFrame));
  }

  /** The segment. */
  public Segment segment() {
    return segment;
  }

  /**
   * The map of one of its frames, as written.
   *
   * @param files reads the segment's files
   * @throws UserException when it cannot be read
   */
  public SaliencyMap map(PlannedFrame frame, FrameFiles files) {
    return pngs == null
        ? files.map(frame.image())
        : MapFile.read(pngs.get(frame.index()), frame.image().toString());
  }
}
