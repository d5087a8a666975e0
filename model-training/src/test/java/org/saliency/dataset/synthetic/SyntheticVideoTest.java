package org.saliency.dataset.synthetic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.saliency.frame.Size;
import org.saliency.map.Fixations;

class SyntheticVideoTest {

  private static final Size SIZE = new Size(96, 54);

  private static SyntheticVideo video(int frames) {
    return new SyntheticVideo(new SyntheticSettings(1, frames, SIZE, 3, Attraction.APPEARANCE), 0);
  }

  private static List<Scene> scenes(int count) {
    return scenes(count, Attraction.APPEARANCE, Bias.NONE);
  }

  private static List<Scene> scenes(int count, Attraction attraction, Bias bias) {
    Random random = new Random(1);
    return IntStream.range(0, count)
        .mapToObj(i -> Scene.draw(random, SIZE, 60, attraction, bias))
        .toList();
  }

  @Test
  void observersMostlyLookAtAttractiveObjects() {
    Random random = new Random(2);
    int near = 0;
    int all = 0;
    for (Scene scene : scenes(40)) {
      for (int i = 0; i < 10; i++) {
        Observer observer = new Observer(random, SIZE);
        for (int t = 0; t < scene.frames(); t++) {
          observer.look(scene, t);
          all += t < 20 ? 0 : 1;
          near += t >= 20 && isNearAttractive(scene, t, observer.pixel()) ? 1 : 0;
        }
      }
    }
    assertThat(near / (double) all).isBetween(0.65, 0.9);
  }

  private static boolean isNearAttractive(Scene scene, int frame, int pixel) {
    int row = pixel / SIZE.width();
    int column = pixel % SIZE.width();
    return scene.things().stream()
        .filter(Thing::isAttractive)
        .anyMatch(
            thing ->
                Math.hypot(thing.x(frame) - column, thing.y(frame) - row) < 1.5 * thing.radius());
  }

  @Test
  void everySceneHasObjectsOfBothKinds() {
    assertThat(scenes(50))
        .allSatisfy(
            scene -> {
              assertThat(scene.things()).hasSizeBetween(3, 6);
              assertThat(scene.things().stream().filter(Thing::isAttractive).count())
                  .isBetween(1L, 2L);
            });
  }

  @Test
  void attractiveObjectsCoverTheWholeFrame() {
    double[] share = new double[9];
    int all = 0;
    for (Scene scene : scenes(300)) {
      for (Thing thing : scene.things().stream().filter(Thing::isAttractive).toList()) {
        for (int t = 0; t < scene.frames(); t += 10) {
          int column = (int) (3 * thing.x(t) / SIZE.width());
          int row = (int) (3 * thing.y(t) / SIZE.height());
          share[3 * row + column]++;
          all++;
        }
      }
    }
    for (double count : share) {
      assertThat(count / all).isBetween(0.06, 0.17);
    }
  }

  @Test
  void aBiasKeepsAttractiveObjectsInTheLeftHalf() {
    List<Thing> things =
        scenes(60, Attraction.APPEARANCE, Bias.LEFT).stream()
            .flatMap(scene -> scene.things().stream())
            .toList();

    for (Thing thing : things) {
      for (int t = 0; t < 60; t++) {
        assertThat(thing.x(t)).isBetween(0.0, thing.isAttractive() ? 47.0 : 95.0);
      }
    }
    assertThat(
            things.stream()
                .filter(thing -> !thing.isAttractive())
                .mapToDouble(thing -> thing.x(30))
                .average()
                .orElseThrow())
        .isBetween(42.0, 53.0);
  }

  @Test
  void theBiasToTheRightMirrorsThatToTheLeft() {
    SyntheticVideo left =
        new SyntheticVideo(
            new SyntheticSettings(1, 5, SIZE, 3, Attraction.APPEARANCE, Bias.LEFT), 0);
    SyntheticVideo right =
        new SyntheticVideo(
            new SyntheticSettings(1, 5, SIZE, 3, Attraction.APPEARANCE, Bias.RIGHT), 0);

    int last = SIZE.width() - 1;
    for (int i = 0; i < 5; i++) {
      byte[] leftMap = left.map(i);
      byte[] leftRgb = left.frame(i).rgb();
      byte[] map = new byte[SIZE.pixels()];
      byte[] rgb = new byte[3 * SIZE.pixels()];
      for (int pixel = 0; pixel < map.length; pixel++) {
        int mirrored = pixel - pixel % SIZE.width() + last - pixel % SIZE.width();
        map[mirrored] = leftMap[pixel];
        System.arraycopy(leftRgb, 3 * pixel, rgb, 3 * mirrored, 3);
      }
      assertThat(right.map(i)).isEqualTo(map);
      assertThat(right.frame(i).rgb()).isEqualTo(rgb);
      Fixations mirrored = right.fixations(i);
      Fixations plain = left.fixations(i);
      assertThat(mirrored.rows()).isEqualTo(plain.rows());
      assertThat(mirrored.columns())
          .isEqualTo(IntStream.of(plain.columns()).map(column -> last - column).toArray());
    }
  }

  /**
   * What a single frame shows of a thing: its place, its distance from the border, its radius, the
   * red and the blue at its middle, and how many of the things are painted before it.
   *
   * @param spread 0..1, evens out shares of few and many objects
   */
  private static double[] appearance(Scene scene, int thing, int frame, double spread) {
    Thing one = scene.things().get(thing);
    double x = one.x(frame);
    double y = one.y(frame);
    int pixel = ((int) y) * SIZE.width() + (int) x;
    byte[] rgb = scene.paint(frame);
    return new double[] {
      x,
      y,
      Math.min(Math.min(x, SIZE.width() - 1 - x), Math.min(y, SIZE.height() - 1 - y)),
      one.radius(),
      rgb[3 * pixel] & 0xff,
      rgb[3 * pixel + 2] & 0xff,
      (thing + spread) / scene.things().size()
    };
  }

  /** The largest difference of the two kinds' cumulative distributions, for each property. */
  private static double[] differences(Attraction attraction) {
    List<double[]> attractive = new ArrayList<>();
    List<double[]> others = new ArrayList<>();
    Random random = new Random(6);
    for (Scene scene : scenes(2500, attraction, Bias.NONE)) {
      for (int i = 0; i < scene.things().size(); i++) {
        (scene.things().get(i).isAttractive() ? attractive : others)
            .add(appearance(scene, i, 40, random.nextDouble()));
      }
    }
    return IntStream.range(0, attractive.get(0).length)
        .mapToDouble(property -> difference(column(attractive, property), column(others, property)))
        .toArray();
  }

  private static double[] column(List<double[]> rows, int index) {
    return rows.stream().mapToDouble(row -> row[index]).sorted().toArray();
  }

  private static double difference(double[] sorted, double[] others) {
    double largest = 0;
    int below = 0;
    for (int i = 0; i < others.length; i++) {
      while (below < sorted.length && sorted[below] <= others[i]) {
        below++;
      }
      if (i + 1 == others.length || others[i + 1] > others[i]) {
        double difference = below / (double) sorted.length - (i + 1) / (double) others.length;
        largest = Math.max(largest, Math.abs(difference));
      }
    }
    return largest;
  }

  @Test
  void attractiveMotionIsInvisibleInASingleFrame() {
    for (double difference : differences(Attraction.MOTION)) {
      assertThat(difference).isLessThan(0.05); // 0.03 is chance for 3500 against 7700 things
    }
    assertThat(differences(Attraction.APPEARANCE)[5]).isGreaterThan(0.2);
  }

  @Test
  void theKindOfMotionDoesNotShowInTheSpeed() {
    double straight = meanSquareStep(Thing.Motion.STRAIGHT);

    assertThat(meanSquareStep(Thing.Motion.SWAYING) / straight).isBetween(0.85, 1.15);
    assertThat(meanSquareStep(Thing.Motion.WANDERING) / straight).isBetween(0.85, 1.15);
  }

  private static double meanSquareStep(Thing.Motion motion) {
    Random random = new Random(4);
    Look look = Look.plain(random);
    double sum = 0;
    for (int i = 0; i < 500; i++) {
      Thing thing = Thing.draw(random, SIZE, SIZE, 40, true, look, motion, 1);
      for (int t = 1; t < 40; t++) {
        double across = thing.x(t) - thing.x(t - 1);
        double down = thing.y(t) - thing.y(t - 1);
        sum += across * across + down * down;
      }
    }
    return sum;
  }

  @Test
  void aMapIsTheSumOfAGaussianPerFixation() {
    SyntheticVideo video = video(20);
    Fixations fixations = video.fixations(10);
    double sigma = SIZE.width() / 20.0;
    double[] expected = new double[SIZE.pixels()];
    for (int pixel = 0; pixel < expected.length; pixel++) {
      for (int i = 0; i < fixations.count(); i++) {
        double distance =
            Math.hypot(
                fixations.columns()[i] - pixel % SIZE.width(),
                fixations.rows()[i] - pixel / SIZE.width());
        expected[pixel] += Math.exp(-distance * distance / (2 * sigma * sigma));
      }
    }
    double peak = IntStream.range(0, expected.length).mapToDouble(i -> expected[i]).max().orElse(0);

    byte[] map = video.map(10);

    for (int pixel = 0; pixel < expected.length; pixel++) {
      assertThat((double) (map[pixel] & 0xff))
          .isBetween(255 * expected[pixel] / peak - 1, 255 * expected[pixel] / peak + 1);
    }
  }

  @Test
  void longVideosHaveCutsAndShortOnesNone() {
    assertThat(steps(240)).filteredOn(step -> step > 12).hasSizeBetween(2, 5);
    assertThat(steps(60)).allSatisfy(step -> assertThat(step).isLessThan(12));
  }

  /** Mean difference between consecutive frames, in grey levels. */
  private static List<Double> steps(int frames) {
    SyntheticVideo video = video(frames);
    List<Double> steps = new ArrayList<>();
    for (int i = 1; i < frames; i++) {
      byte[] before = video.frame(i - 1).rgb();
      byte[] now = video.frame(i).rgb();
      steps.add(
          IntStream.range(0, now.length)
              .mapToDouble(j -> Math.abs((now[j] & 0xff) - (before[j] & 0xff)))
              .average()
              .orElseThrow());
    }
    return steps;
  }
}
