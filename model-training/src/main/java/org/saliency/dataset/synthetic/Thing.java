package org.saliency.dataset.synthetic;

import java.util.Random;
import org.saliency.frame.Size;

/** A moving object: its appearance, its size and its position in each frame of a scene. */
final class Thing {

  /** The motion of an object. */
  enum Motion {
    /** Along straight lines, reflected at the borders. */
    STRAIGHT,
    /** Along straight lines, swaying from side to side. */
    SWAYING,
    /** Along a random curve. */
    WANDERING,
    /** None, and no rotation. */
    RESTING;

    private static final Motion[] MOVING = {STRAIGHT, SWAYING, WANDERING};

    /** A random motion other than resting. */
    static Motion moving(Random random) {
      return Draw.oneOf(random, MOVING);
    }
  }

  private final boolean isAttractive;
  private final Look look;
  private final double radius;
  private final double[] x;
  private final double[] y;
  private final double startAngle;
  private final double turnPerFrame;

  private Thing(
      boolean isAttractive, Look look, double radius, int frames, Motion motion, Random random) {
    this.isAttractive = isAttractive;
    this.look = look;
    this.radius = radius;
    this.x = new double[frames];
    this.y = new double[frames];
    this.startAngle = Draw.between(random, 0, 2 * Math.PI);
    double turn = Draw.between(random, -0.03, 0.03);
    this.turnPerFrame = motion == Motion.RESTING ? 0 : turn;
  }

  /**
   * Draws a random object; radius and speed do not depend on its kind.
   *
   * @param size of the frame; radius and speed are proportional to it
   * @param room the left part of the frame, in which the object's centre stays
   * @param haste factor of the speed
   */
  static Thing draw(
      Random random,
      Size size,
      Size room,
      int frames,
      boolean isAttractive,
      Look look,
      Motion motion,
      double haste) {
    double side = Math.sqrt((double) size.width() * size.height());
    double radius = side * Draw.between(random, 0.08, 0.13);
    Thing thing = new Thing(isAttractive, look, radius, frames, motion, random);
    double speed = side * haste * Draw.between(random, 0.004, 0.014);
    thing.move(random, room, motion, motion == Motion.RESTING ? 0 : speed);
    return thing;
  }

  boolean isAttractive() {
    return isAttractive;
  }

  double radius() {
    return radius;
  }

  /** Column of the centre in pixels. */
  double x(int frame) {
    return x[frame];
  }

  /** Row of the centre in pixels. */
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
    // Drift and sway combined have the root mean square speed of the other motions.
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

  /** Paints the object into a frame of the scene. */
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
