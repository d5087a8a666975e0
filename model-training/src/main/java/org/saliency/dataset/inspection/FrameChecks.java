package org.saliency.dataset.inspection;

import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.saliency.UserException;
import org.saliency.dataset.BlackFrames;
import org.saliency.dataset.FrameFiles;
import org.saliency.dataset.VideoFrame;
import org.saliency.dataset.inspection.Inspection.Severity;
import org.saliency.frame.Frame;
import org.saliency.frame.Size;
import org.saliency.map.Fixations;
import org.saliency.map.SaliencyMap;
import org.saliency.storage.Text;

/** Checks the sampled frames of one video. */
final class FrameChecks {

  /** Share by which the aspect ratios of a map and its frame may differ. */
  private static final double SAME_ASPECT = 0.02;

  /** Mean map value at fixations, over the mean of the map, below which they do not match. */
  private static final double UNRELATED = 1.2;

  private final BiConsumer<Severity, String> problems;
  private final Set<String> reported = new HashSet<>();
  private final Map<String, Integer> mapSizes = new TreeMap<>();
  private final Map<String, Integer> fixationSizes = new TreeMap<>();
  private final Size size;
  private double atFixations;
  private double atSwapped;
  private int compared;
  private int withFixations;
  private int empty;
  private final BlackFrames black = new BlackFrames();

  /**
   * Starts a video.
   *
   * @param size of its first frame
   * @param problems receives problems
   */
  FrameChecks(Size size, BiConsumer<Severity, String> problems) {
    this.size = size;
    this.problems = problems;
  }

  /** Reads and checks a frame; empty if its picture cannot be read. */
  Optional<SampledFrame> check(VideoFrame frame, FrameFiles files) {
    Optional<Frame> picture = read(() -> files.image(frame.image()));
    if (picture.isEmpty()) {
      return Optional.empty();
    }
    Size own = picture.get().size();
    if (!own.equals(size)) {
      error("frame " + frame.name() + " is " + own + ", but the first frame is " + size);
    }
    Optional<SaliencyMap> map = frame.map().flatMap(location -> read(() -> files.map(location)));
    Optional<Fixations> fixations =
        frame.fixations().flatMap(location -> read(() -> files.fixations(location, size)));
    map.ifPresent(values -> checkMap(frame.name(), values));
    if (map.isPresent() && !map.get().isBlack()) {
      black.add(picture.get());
    }
    fixations.ifPresent(marks -> checkFixations(marks));
    if (map.isPresent() && fixations.isPresent()) {
      compare(map.get(), fixations.get());
    }
    return Optional.of(new SampledFrame(frame.name(), picture.get(), map, fixations));
  }

  /**
   * Checks that a list of fixations ends with its video.
   *
   * @param last frame of the video
   */
  void checkList(VideoFrame last, FrameFiles files) {
    last.fixations()
        .filter(location -> !location.isFile())
        .ifPresent(location -> read(() -> files.fixations(location, size)));
  }

  private void checkMap(String frame, SaliencyMap map) {
    double aspect = (double) map.size().width() / map.size().height();
    double expected = (double) size.width() / size.height();
    if (Math.abs(aspect / expected - 1) > SAME_ASPECT) {
      error(
          "the map of frame "
              + frame
              + " is "
              + map.size()
              + ", which has another aspect ratio than the frame of "
              + size);
    } else if (!map.size().equals(size)) {
      mapSizes.merge(map.size().toString(), 1, Integer::sum);
    }
    double first = map.values()[0];
    for (double value : map.values()) {
      if (value != first) {
        return;
      }
    }
    warn("the map of frame " + frame + " has the same value everywhere: metrics are undefined");
  }

  private void checkFixations(Fixations fixations) {
    withFixations++;
    empty += fixations.count() == 0 ? 1 : 0;
    if (!fixations.size().equals(size)) {
      fixationSizes.merge(fixations.size().toString(), 1, Integer::sum);
    }
  }

  /** Adds the map's values at the fixations, as stored and with rows and columns swapped. */
  private void compare(SaliencyMap map, Fixations fixations) {
    double mean = 0;
    for (double value : map.values()) {
      mean += value / map.values().length;
    }
    for (int i = 0; mean > 0 && i < fixations.count(); i++) {
      double x = (fixations.columns()[i] + 0.5) / fixations.size().width();
      double y = (fixations.rows()[i] + 0.5) / fixations.size().height();
      double swappedX = (fixations.rows()[i] + 0.5) / fixations.size().width();
      double swappedY = (fixations.columns()[i] + 0.5) / fixations.size().height();
      if (swappedX < 1 && swappedY < 1) {
        atFixations += at(map, x, y) / mean;
        atSwapped += at(map, swappedX, swappedY) / mean;
        compared++;
      }
    }
  }

  private static double at(SaliencyMap map, double x, double y) {
    int column = (int) (x * map.size().width());
    int row = (int) (y * map.size().height());
    return map.values()[row * map.size().width() + column];
  }

  /** Reports what only shows over all sampled frames of the video. */
  void finish() {
    mapSizes.forEach(
        (other, count) -> error(differ("maps", other, count) + ", which training requires"));
    fixationSizes.forEach(
        (other, count) ->
            warn(differ("fixations", other, count) + ": only the profile msu-savam scales them"));
    if (black.black() > 0) {
      warn(black.text());
    }
    if (empty > 0) {
      warn(empty + " of " + withFixations + " frames that were read have no fixations");
    }
    if (compared > 0 && atFixations / compared < UNRELATED) {
      error(
          atSwapped / compared > 2 * Math.max(UNRELATED, atFixations / compared)
              ? "rows and columns of its fixations look swapped: expected [row, column]"
              : "its maps are not brighter at its fixations: they may belong to other frames");
    }
  }

  private String differ(String what, String other, int count) {
    return what
        + " of "
        + other
        + " ("
        + Text.count(count, "frame")
        + " that "
        + (count == 1 ? "was" : "were")
        + " read) differ from the frame size of "
        + size;
  }

  /** The frames whose maps are not black, and the black ones among them. */
  BlackFrames black() {
    return black;
  }

  private interface Read<T> {
    T get();
  }

  private <T> Optional<T> read(Read<T> step) {
    try {
      return Optional.of(step.get());
    } catch (UserException e) {
      String hint = e.getMessage().contains("outside the frame") ? "; the pairs may be [x, y]" : "";
      error(e.getMessage() + hint);
      return Optional.empty();
    }
  }

  /** An error of a file with many frames is reported once. */
  private void error(String message) {
    if (reported.add(message)) {
      problems.accept(Severity.ERROR, message);
    }
  }

  private void warn(String message) {
    problems.accept(Severity.WARNING, message);
  }
}
