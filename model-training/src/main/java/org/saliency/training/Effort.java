package org.saliency.training;

/**
 * Cost of training so far, summed over all resumed runs.
 *
 * @param images number of training images processed
 * @param seconds training time, without validation
 * @param peakMemory bytes; on a GPU the device memory in use, by other processes too, on a CPU the
 *     process's resident memory; 0 if unknown
 */
record Effort(long images, double seconds, long peakMemory) {

  static final Effort NONE = new Effort(0, 0, 0);

  Effort plus(Effort other) {
    return new Effort(
        images + other.images, seconds + other.seconds, Math.max(peakMemory, other.peakMemory));
  }

  double imagesPerSecond() {
    return seconds == 0 ? 0 : images / seconds;
  }
}
