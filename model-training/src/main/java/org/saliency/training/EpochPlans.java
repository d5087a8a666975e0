package org.saliency.training;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.saliency.dataset.VideoFrame;
import org.saliency.training.sample.Batches;
import org.saliency.training.sample.Sample;
import org.saliency.training.sample.WeightedFrames;

/** The batches of each epoch, which depend only on samples, settings and the epoch. */
final class EpochPlans {

  /** Epochs whose frames are looked ahead for. */
  private static final int AHEAD = 50;

  private EpochPlans() {}

  /** Seed of the random numbers of an epoch. */
  static long seed(TrainingSettings settings, int epoch) {
    return 31 * settings.seed() + epoch;
  }

  /** The batches of an epoch, counted from 1. */
  static List<List<VideoFrame>> of(List<Sample> samples, TrainingSettings settings, int epoch) {
    long seed = seed(settings, epoch);
    return Batches.random(
        WeightedFrames.of(samples, seed), settings.batchSize(), settings.batchesPerEpoch(), seed);
  }

  /** The frames of the first epochs. */
  static Set<VideoFrame> frames(List<Sample> samples, TrainingSettings settings) {
    Set<VideoFrame> frames = new HashSet<>();
    int epochs = Math.min(AHEAD, settings.epochs());
    for (int epoch = 1; epoch <= epochs && frames.size() < samples.size(); epoch++) {
      of(samples, settings, epoch).forEach(frames::addAll);
    }
    return frames;
  }
}
