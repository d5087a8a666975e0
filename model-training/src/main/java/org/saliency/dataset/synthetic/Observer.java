package org.saliency.dataset.synthetic;

import java.util.List;
import java.util.Random;
import org.saliency.frame.Size;

/**
 * A simulated observer. The gaze rests near the centre at the start and after a cut; then it
 * pursues one object after another, mostly attractive ones, with a delay of some frames and an
 * offset from their centres; sometimes it wanders off. All gaze positions are pulled slightly to
 * the centre.
 */
final class Observer {

  private static final double ATTRACTIVE_SHARE = 0.62;
  private static final double STRAY_SHARE = 0.2;
  private static final double PULL_TO_CENTRE = 0.08;

  private final Random random;
  private final Size size;
  private final int delay;

  private Thing thing; // the pursued object; null while the gaze rests
  private double x; // the point of rest, or the offset from the object's centre, in pixels
  private double y;
  private int framesLeft;
  private boolean isAfterCut; // then the centre is next
  private double gazeX;
  private double gazeY;

  Observer(Random random, Size size) {
    this.random = random;
    this.size = size;
    this.delay = Draw.whole(random, 3, 7);
    centre();
  }

  /** Advances to a frame of a scene; called in frame order. */
  void look(Scene scene, int frame) {
    if (framesLeft == 0) {
      next(scene.things());
    }
    framesLeft--;
    int seen = Math.max(0, frame - delay);
    double atX = thing == null ? x : thing.x(seen) + x;
    double atY = thing == null ? y : thing.y(seen) + y;
    double tremor = 0.006 * size.width();
    gazeX = drawn(atX + tremor * random.nextGaussian(), size.width());
    gazeY = drawn(atY + tremor * random.nextGaussian(), size.height());
  }

  /** Handles a cut: the gaze stays for the reaction time. */
  void cut() {
    rest(gazeX, gazeY, Draw.whole(random, 4, 7));
    isAfterCut = true;
  }

  /** Row-major index of the fixated pixel. */
  int pixel() {
    return ((int) gazeY) * size.width() + (int) gazeX;
  }

  private void next(List<Thing> things) {
    double choice = random.nextDouble();
    if (isAfterCut) {
      isAfterCut = false;
      centre();
    } else if (choice < STRAY_SHARE) {
      rest(around(size.width(), 0.18), around(size.height(), 0.18), Draw.whole(random, 6, 14));
    } else if (choice < STRAY_SHARE + ATTRACTIVE_SHARE) {
      pursue(things.stream().filter(Thing::isAttractive).toList(), Draw.whole(random, 15, 50));
    } else {
      pursue(
          things.stream().filter(other -> !other.isAttractive()).toList(),
          Draw.whole(random, 8, 18));
    }
  }

  private void centre() {
    rest(around(size.width(), 0.06), around(size.height(), 0.06), Draw.whole(random, 2, 6));
  }

  private double around(int length, double spread) {
    return length * (0.5 + spread * random.nextGaussian());
  }

  private void rest(double atX, double atY, int frames) {
    thing = null;
    x = atX;
    y = atY;
    framesLeft = frames;
  }

  private void pursue(List<Thing> choices, int frames) {
    thing = choices.get(random.nextInt(choices.size()));
    x = 0.35 * thing.radius() * random.nextGaussian();
    y = 0.35 * thing.radius() * random.nextGaussian();
    framesLeft = frames;
  }

  private static double drawn(double position, int length) {
    double drawn = position + PULL_TO_CENTRE * (length / 2.0 - position);
    return Math.max(0, Math.min(length - 1.0, drawn));
  }
}
