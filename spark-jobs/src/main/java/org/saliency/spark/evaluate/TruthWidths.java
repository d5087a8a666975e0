package org.saliency.spark.evaluate;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.saliency.UserException;
import org.saliency.dataset.Video;
import org.saliency.frame.Size;
import org.saliency.map.Fixations;
import org.saliency.map.GaussianBlur;
import org.saliency.map.SaliencyMap;
import org.saliency.settings.Settings;
import org.saliency.spark.input.GroundTruth;
import org.saliency.spark.plan.TruthFiles;

/**
 * The widths of the Gaussian blur that makes the maps of the ground truth from the fixations.
 *
 * @param sigmas standard deviations in pixels of the frame; empty for the maps of the data set. The
 *     first counts in all tables, the others in the comparison of widths only
 */
record TruthWidths(List<Double> sigmas) implements Serializable {

  private static final String KEY = "truth-sigma";
  private static final String NONE = "none";
  private static final double WIDEST = 10_000;
  private static final int MOST = 20;

  TruthWidths {
    sigmas = List.copyOf(sigmas);
  }

  /** Reads the settings of section {@code evaluate}. */
  static TruthWidths from(Settings settings) {
    List<String> texts = settings.texts(KEY);
    if (texts.equals(List.of(NONE))) {
      return new TruthWidths(List.of());
    }
    List<Double> sigmas = new ArrayList<>();
    for (String text : texts) {
      Double sigma = number(text);
      if (sigma == null || sigmas.contains(sigma) || texts.size() > MOST) {
        throw settings.wrong(
            KEY,
            String.join(",", texts),
            "none, or up to "
                + MOST
                + " different widths in pixels of the frame above 0, for example 24 or 12,24,48");
      }
      sigmas.add(sigma);
    }
    return new TruthWidths(sigmas);
  }

  private static Double number(String text) {
    try {
      double number = Double.parseDouble(text);
      return number > 0 && number <= WIDEST ? number : null;
    } catch (NumberFormatException e) {
      return null;
    }
  }

  /** Whether the ground truth has the maps of the data set. */
  boolean areOfMaps() {
    return sigmas.isEmpty();
  }

  /** Whether several widths are compared. */
  boolean areCompared() {
    return sigmas.size() > 1;
  }

  /**
   * Checks that the ground truth can be made.
   *
   * @param folder of the ground truth
   * @throws UserException when a video has no fixations
   */
  void require(List<Video> videos, String folder) {
    Optional<Video> without = videos.stream().filter(video -> !video.hasFixations()).findFirst();
    if (!areOfMaps() && without.isPresent()) {
      throw UserException.input(
          "Video '%s' in ground truth %s has no fixations, of which --truth-sigma makes its maps:"
              + " give the fixations, or leave out --truth-sigma to measure against its maps",
          without.get().name(), folder);
    }
  }

  /**
   * Reads what the ground truth is made of.
   *
   * @param frameSize for lists of fixations without a map; empty if it is unknown
   * @throws UserException when it cannot be read
   */
  GroundTruth.Read read(GroundTruth truth, TruthFiles files, Optional<Size> frameSize) {
    if (!areOfMaps() && files.fixations().isPresent()) {
      return truth.readFixations(files, frameSize);
    }
    return frameSize.isPresent()
        ? truth.read(files, frameSize.get())
        : truth.readWithoutFrame(files);
  }

  /** The ground truth for each width; as it was read without any. */
  List<GroundTruth.Read> truths(GroundTruth.Read read) {
    return areOfMaps()
        ? List.of(read)
        : sigmas.stream().map(sigma -> blurred(read.fixations(), sigma)).toList();
  }

  /** The ground truth for the first width; maps without fixations stay. */
  GroundTruth.Read first(GroundTruth.Read read) {
    return areOfMaps() || read.fixations().isEmpty()
        ? read
        : blurred(read.fixations(), sigmas.get(0));
  }

  /** Without fixations, a frame has no map. */
  private static GroundTruth.Read blurred(Optional<Fixations> fixations, double sigma) {
    Optional<SaliencyMap> map =
        fixations.filter(own -> own.count() > 0).map(own -> GaussianBlur.of(own, sigma));
    return new GroundTruth.Read(map, fixations);
  }
}
