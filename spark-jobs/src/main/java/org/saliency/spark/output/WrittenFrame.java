package org.saliency.spark.output;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.saliency.frame.Frame;
import org.saliency.frame.Size;
import org.saliency.map.MapDepth;
import org.saliency.map.QuantisedMap;
import org.saliency.map.SaliencyMap;
import org.saliency.spark.plan.PlannedFrame;

/**
 * A frame's results, ready to be written.
 *
 * @param frame the frame
 * @param size of the map
 * @param maps the map as each format stores it
 * @param overlay the frame under its map, if it is written
 */
public record WrittenFrame(PlannedFrame frame, Size size, Maps maps, Optional<Frame> overlay) {

  /**
   * A map as formats store it.
   *
   * @param files by format of map files
   * @param row in the table and in saliency videos; with 16 bits if the only files of maps have
   *     them
   */
  public record Maps(Map<Format, QuantisedMap> files, QuantisedMap row) {

    /**
     * Quantises a map for some formats.
     *
     * @throws IllegalArgumentException when a value is NaN
     */
    public static Maps of(SaliencyMap map, Size size, Set<Format> formats) {
      Map<Format, QuantisedMap> files = new EnumMap<>(Format.class);
      Format.ofMapFiles()
          .filter(formats::contains)
          .forEach(format -> files.put(format, format.encode(map, size)));
      QuantisedMap row = files.getOrDefault(Format.PNG, files.get(Format.PNG16));
      return new Maps(files, row == null ? QuantisedMap.of(map, size, MapDepth.EIGHT_BITS) : row);
    }

    /** The map that metrics are computed on: the one that readers of the output take. */
    public QuantisedMap measured() {
      return Format.read(files.keySet()).map(files::get).orElse(row);
    }
  }
}
