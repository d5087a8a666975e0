package org.saliency.metric;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** A profile of this project as a convention. */
final class ProfileFormulas implements ConventionFormulas {

  private final FrameMeter meter;

  ProfileFormulas(Profile profile, List<Metric> metrics, Reference reference) {
    this.meter = new FrameMeter(profile, metrics, reference);
  }

  @Override
  public Map<Metric, Double> measure(ConventionFrame frame) {
    return new EnumMap<>(
        meter.measure(frame.prediction(), frame.truth(), frame.fixations()).values());
  }
}
