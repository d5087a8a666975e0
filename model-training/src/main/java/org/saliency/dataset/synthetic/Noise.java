package org.saliency.dataset.synthetic;

import java.util.Random;

/** Value noise: smooth interpolation of random values on a lattice. */
final class Noise {

  private static final int SIDE = 32;

  private final double[] lattice = new double[SIDE * SIDE];

  Noise(Random random) {
    for (int i = 0; i < lattice.length; i++) {
      lattice[i] = random.nextDouble();
    }
  }

  /** The noise at a point, 0..1; one unit is one lattice cell. */
  double at(double x, double y) {
    int column = (int) Math.floor(x);
    int row = (int) Math.floor(y);
    double right = smooth(x - column);
    double down = smooth(y - row);
    double top = blend(value(column, row), value(column + 1, row), right);
    double bottom = blend(value(column, row + 1), value(column + 1, row + 1), right);
    return blend(top, bottom, down);
  }

  private double value(int column, int row) {
    return lattice[(row & (SIDE - 1)) * SIDE + (column & (SIDE - 1))];
  }

  private static double smooth(double x) {
    return x * x * (3 - 2 * x);
  }

  private static double blend(double from, double to, double share) {
    return from + (to - from) * share;
  }
}
