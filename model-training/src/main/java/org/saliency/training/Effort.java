package org.saliency.training;

/**
 * What training took, from its start and over all the times it was taken up again.
 *
 * @param images learned from
 * @param seconds spent on them, without validation
 * @param peakMemory bytes: on a GPU its memory in use, other processes' included, on a CPU the
 *     process's resident memory; 0 when the system does not tell
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
