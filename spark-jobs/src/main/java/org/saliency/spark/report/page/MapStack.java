package org.saliency.spark.report.page;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.saliency.drawing.FrameImage;
import org.saliency.frame.Size;

/**
 * Small maps of one frame below each other in one grey JPEG file, which is smaller than a file
 * each.
 *
 * @param jpeg empty without any map
 * @param rows whether each map is there: first the truth, then the methods in their order
 */
public record MapStack(Optional<byte[]> jpeg, List<Boolean> rows) {

  private static final float QUALITY = 0.75f;

  /** Stacks maps of one size. */
  public static MapStack of(List<Optional<SmallMap>> maps) {
    List<SmallMap> present = maps.stream().flatMap(Optional::stream).toList();
    List<Boolean> rows = new ArrayList<>();
    maps.forEach(map -> rows.add(map.isPresent()));
    if (present.isEmpty()) {
      return new MapStack(Optional.empty(), rows);
    }
    Size one = present.get(0).size();
    byte[] grey = new byte[one.pixels() * present.size()];
    for (int i = 0; i < present.size(); i++) {
      System.arraycopy(present.get(i).grey(), 0, grey, i * one.pixels(), one.pixels());
    }
    Size all = new Size(one.width(), one.height() * present.size());
    return new MapStack(Optional.of(FrameImage.greyJpeg(grey, all, QUALITY)), rows);
  }

  long bytes() {
    return jpeg.map(file -> file.length).orElse(0);
  }
}
