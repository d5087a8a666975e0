package org.saliency.metric;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.saliency.UserException;
import org.saliency.frame.Size;
import org.saliency.map.Fixations;
import org.saliency.map.SaliencyMap;

/**
 * Computes the metrics of a video's frames by every convention, each with the same files. Noise and
 * drawn negatives depend on seed, video, frame and convention only. Not thread-safe.
 */
public final class ConventionMeter {

  private final String video;
  private final long seed;
  private final Map<Convention, List<Metric>> metrics = new EnumMap<>(Convention.class);
  private final Reference reference;
  private final Map<Convention, ConventionFormulas> formulas = new EnumMap<>(Convention.class);
  private final Map<Convention, ConventionMeans> means = new EnumMap<>(Convention.class);
  private Size size;
  private Optional<SaliencyMap> baseline = Optional.empty();
  private Optional<Fixations> others = Optional.empty();

  /**
   * A meter of frames that share a reference.
   *
   * @param metrics to compute, of those that each convention defines
   * @param seed of noise and drawn negatives
   */
  public ConventionMeter(String video, List<Metric> metrics, Reference reference, long seed) {
    this.video = video;
    this.seed = seed;
    this.reference = reference;
    for (Convention convention : Convention.values()) {
      List<Metric> chosen = convention.metrics().stream().filter(metrics::contains).toList();
      this.metrics.put(convention, chosen);
      formulas.put(convention, convention.formulas(chosen, reference));
      means.put(convention, new ConventionMeans(convention));
    }
  }

  /** Measures a frame and adds its metrics to the means. */
  public void add(
      int frame,
      SaliencyMap prediction,
      Optional<SaliencyMap> truth,
      Optional<Fixations> fixations) {
    align(Profile.frameSize(truth, fixations).orElse(prediction.size()));
    int count = fixations.map(Fixations::count).orElse(0);
    for (Convention convention : Convention.values()) {
      ConventionFrame own =
          new ConventionFrame(
              prediction, truth, fixations, baseline, others, random(frame, convention));
      Map<Metric, Double> values = measured(convention, own);
      values.keySet().retainAll(metrics.get(convention));
      means.get(convention).add(values, count);
    }
  }

  private Map<Metric, Double> measured(Convention convention, ConventionFrame frame) {
    try {
      return formulas.get(convention).measure(frame);
    } catch (UserException differentSizes) { // of map and fixations: undefined by this convention
      return new EnumMap<>(Metric.class);
    }
  }

  private SplittableRandom random(int frame, Convention convention) {
    SplittableRandom ofVideo = new SplittableRandom(seed * 31 + video.hashCode());
    SplittableRandom ofFrame = new SplittableRandom(ofVideo.nextLong() + frame);
    return new SplittableRandom(ofFrame.nextLong() + convention.ordinal());
  }

  private void align(Size frameSize) {
    if (!frameSize.equals(size)) {
      size = frameSize;
      baseline = Optional.ofNullable(reference.baseline()).map(own -> own.map(frameSize));
      others =
          Optional.ofNullable(reference.shuffled())
              .map(own -> own.at(frameSize))
              .filter(own -> own.count() > 0);
    }
  }

  /** The means of the frames so far, one for each convention. */
  public ArrayList<ConventionMeans> means() {
    return new ArrayList<>(means.values());
  }
}
