package org.saliency.spark.report.page;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.saliency.drawing.FrameImage;
import org.saliency.frame.Frame;
import org.saliency.frame.Size;
import org.saliency.map.Fixations;
import org.saliency.map.Resize;

/**
 * The pictures of a frame that a page embeds.
 *
 * @param index of the frame in its video, from 0
 * @param name of the frame
 * @param level of the picture's importance, from 0: pictures of higher levels are left out first
 * @param photo the frame as a small JPEG file, if it can still be read
 * @param maps its truth and predictions
 * @param fixations places of fixations in thousandths of width and height, x before y; empty if
 *     they are not known
 */
public record EmbeddedFrame(
    int index,
    String name,
    int level,
    Optional<byte[]> photo,
    MapStack maps,
    Optional<List<Integer>> fixations) {

  /** Bounding box of pictures. */
  private static final Size BOX = new Size(288, 216);

  private static final float QUALITY = 0.6f;
  private static final int MAX_FIXATIONS = 150;

  /** The size at which frames of a size are shown: within a box, never enlarged. */
  public static Size shownSize(Size frame) {
    boolean fits = frame.width() <= BOX.width() && frame.height() <= BOX.height();
    return fits ? frame : frame.fitInto(BOX);
  }

  /** The frame as a small JPEG file. */
  public static byte[] photo(Frame frame) {
    return FrameImage.jpeg(Resize.antialiased(frame, shownSize(frame.size())), QUALITY);
  }

  /** Places of fixations; of many, some spread over the list. */
  public static List<Integer> places(Fixations fixations) {
    int count = Math.min(fixations.count(), MAX_FIXATIONS);
    return IntStream.range(0, count)
        .map(i -> (int) ((long) i * fixations.count() / count))
        .flatMap(
            i ->
                IntStream.of(
                    perMille(fixations.columns()[i], fixations.size().width()),
                    perMille(fixations.rows()[i], fixations.size().height())))
        .boxed()
        .toList();
  }

  private static int perMille(int pixel, int length) {
    return (int) Math.round(1000 * (pixel + 0.5) / length);
  }

  /** About how many characters it takes on the page. */
  long characters() {
    long files = photo.map(file -> file.length).orElse(0) + maps.bytes();
    return files * 4 / 3 + 5L * fixations.map(List::size).orElse(0) + 100;
  }
}
