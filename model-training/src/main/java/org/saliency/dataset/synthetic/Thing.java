package org.saliency.dataset.synthetic;

import java.util.Random;
import org.saliency.frame.Size;

/** A moving thing: its look, its size and where it is in each frame of a scene. */
final class Thing {

  /** How a thing moves. */
  enum Motion {
    /** On a straight line, thrown back by the borders. */
    STRAIGHT,
    /** The same, but swaying from side to side. */
    SWAYING,
    /** On a line that keeps turning. */
    WANDERING
  }

  private final boolean isAttractive;
  private final Look look;
  private final double radius;
  private final double[] x;
  private final double[] y;
  private final double startAngle;
  private final double turnPerFrame;

  private Thing(boolean isAttractive, Look look, double radius, int frames, Random random) {
    this.isAttractive = isAttractive;
    this.look = look;
    this.radius = radius;
    this.x = new double[frames];
    this.y = new double[frames];
    this.startAngle = Draw.between(random, 0, 2 * Math.PI);
    this.turnPerFrame = Draw.between(random, -0.03, 0.03);
  }

  /**
   * Makes a thing; radius and speed do not depend on its kind.
   *
   * @param size of the frame, which radius and speed go by
   * @param room the part of the frame, from its left, that the thing's middle starts and stays in
   */
  static Thing draw(
      Random random,
      Size size,
      Size room,
      int frames,
      boolean isAttractive,
      Look look,
      Motion motion) {
    double side = Math.sqrt((double) size.width() * size.height());
    Thing thing =
        new Thing(isAttractive, look, side * Draw.between(random, 0.08, 0.13), frames, random);
    thing.move(random, room, motion, side * Draw.between(random, 0.004, 0.014));
    return thing;
  }

  boolean isAttractive() {
    return isAttractive;
  }

  double radius() {
    return radius;
  }

  /** Column of its middle, in pixels, in a frame of the scene. */
  double x(int frame) {
    return x[frame];
  }

  /** Row of its middle, in pixels, in a frame of the scene. */
  double y(int frame) {
    return y[frame];
  }

  private void move(Random random, Size room, Motion motion, double speed) {
    double margin = 0.4 * radius;
    double middleX = Draw.between(random, margin, room.width() - margin);
    double middleY = Draw.between(random, margin, room.height() - margin);
    double heading = Draw.between(random, 0, 2 * Math.PI);
    double phase = Draw.between(random, 0, 2 * Math.PI);
    double pace = 2 * Math.PI / Draw.between(random, 12, 20);
    // Drift and sway together have the root mean square speed of the other motions.
    double sway = motion == Motion.SWAYING ? speed / pace * 1.3 : 0;
    double drift = motion == Motion.SWAYING ? speed * 0.4 : speed;
    for (int t = 0; t < x.length; t++) {
      double aside = sway * StrictMath.sin(phase + pace * t);
      x[t] = clamp(middleX - aside * StrictMath.sin(heading), room.width());
      y[t] = clamp(middleY + aside * StrictMath.cos(heading), room.height());
      if (motion == Motion.WANDERING) {
        heading += 0.15 * random.nextGaussian();
      }
      middleX += drift * StrictMath.cos(heading);
      middleY += drift * StrictMath.sin(heading);
      if (middleX < margin || middleX > room.width() - margin) {
        heading = Math.PI - heading;
        middleX = Math.max(margin, Math.min(room.width() - margin, middleX));
      }
      if (middleY < margin || middleY > room.height() - margin) {
        heading = -heading;
        middleY = Math.max(margin, Math.min(room.height() - margin, middleY));
      }
    }
  }

  private static double clamp(double position, int length) {
    return Math.max(0, Math.min(length - 1.0, position));
  }

  /** Draws the thing as it is in a frame of the scene. */
  void paint(byte[] rgb, Size size, int frame) {
    double angle = startAngle + turnPerFrame * frame;
    double cosine = StrictMath.cos(angle) / radius;
    double sine = StrictMath.sin(angle) / radius;
    double reach = 1.25 * radius;
    int right = (int) Math.min(size.width() - 1, x[frame] + reach);
    int bottom = (int) Math.min(size.height() - 1, y[frame] + reach);
    for (int row = (int) Math.max(0, y[frame] - reach); row <= bottom; row++) {
      for (int column = (int) Math.max(0, x[frame] - reach); column <= right; column++) {
        double across = column - x[frame];
        double down = row - y[frame];
        double ownX = cosine * across + sine * down;
        double ownY = cosine * down - sine * across;
        double covered = Math.min(1, look.outline().depth(ownX, ownY) * radius + 0.5);
        if (covered > 0) {
          look.colour(ownX, ownY).paint(rgb, row * size.width() + column, covered);
        }
      }
    }
  }
}
