package org.saliency.dataset.synthetic;

import java.util.Random;

/**
 * The appearance of an object: an outline filled with a pattern of two colours. Points are in the
 * object's coordinates, in which it spans about -1..1.
 */
record Look(Outline outline, Pattern pattern, double density, Colour first, Colour second) {

  enum Outline {
    DISC,
    SQUARE,
    DIAMOND,
    TRIANGLE,
    CROSS;

    /** Signed distance of a point to the border, positive inside. */
    double depth(double x, double y) {
      double width = Math.abs(x);
      double height = Math.abs(y);
      return switch (this) {
        case DISC -> 0.95 - Math.sqrt(x * x + y * y);
        case SQUARE -> 0.85 - Math.max(width, height);
        case DIAMOND -> (1.2 - width - height) * 0.7071;
        case TRIANGLE -> 0.55 - Math.max(y, 0.866 * width - 0.5 * y);
        case CROSS ->
            Math.max(Math.min(0.45 - width, 0.95 - height), Math.min(0.45 - height, 0.95 - width));
      };
    }
  }

  enum Pattern {
    RINGS,
    STRIPES,
    CHECKS,
    SPOTS;

    /** The share of the second colour at a point, 0..1. */
    double share(double x, double y, double density) {
      return switch (this) {
        case RINGS -> edge(wave(density * Math.sqrt(x * x + y * y)));
        case STRIPES -> edge(wave(density * x));
        case CHECKS -> edge(0.5 + 2 * (wave(density * x) - 0.5) * (wave(density * y) - 0.5));
        case SPOTS -> edge(wave(density * x) * wave(density * y));
      };
    }

    /** A triangle wave with period 1, 1 at integers and 0 half-way. */
    private static double wave(double x) {
      return Math.abs(2 * (x - Math.floor(x)) - 1);
    }

    private static double edge(double level) {
      return Math.max(0, Math.min(1, 0.5 + 4 * (level - 0.5)));
    }
  }

  private static final Pattern[] PLAIN = {Pattern.STRIPES, Pattern.CHECKS, Pattern.SPOTS};

  /** Rings of a warm colour and nearly white or black. */
  static Look attractive(Random random) {
    Colour warm = Colour.warm(random);
    Colour other = random.nextBoolean() ? Colour.WHITE : Colour.BLACK;
    return new Look(
        Draw.oneOf(random, Outline.values()),
        Pattern.RINGS,
        Draw.between(random, 1.5, 2.5),
        warm,
        other.towards(warm, 0.15));
  }

  /** Stripes, checks or spots of two cool colours. */
  static Look plain(Random random) {
    return new Look(
        Draw.oneOf(random, Outline.values()),
        Draw.oneOf(random, PLAIN),
        Draw.between(random, 1.2, 2.5),
        Colour.cool(random),
        Colour.cool(random));
  }

  /** The colour at a point. */
  Colour colour(double x, double y) {
    return first.towards(second, pattern.share(x, y, density));
  }
}
