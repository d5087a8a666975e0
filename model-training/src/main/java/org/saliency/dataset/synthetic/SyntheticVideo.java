package org.saliency.dataset.synthetic;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.saliency.frame.Frame;
import org.saliency.frame.Size;
import org.saliency.map.Crop;
import org.saliency.map.Fixations;
import org.saliency.map.GaussianBlur;
import org.saliency.map.Resize;

/**
 * A synthetic video: scenes and the gaze of each observer. It only depends on the settings and the
 * number of the video; frames are drawn on demand.
 */
final class SyntheticVideo {

  private static final int SHORTEST_SCENE = 40;
  private static final int LONGEST_SCENE = 100;

  private final Size size;
  private final Crop crop;
  private final List<Scene> scenes = new ArrayList<>();
  private final List<int[]> gazes = new ArrayList<>();

  SyntheticVideo(SyntheticSettings settings, int number) {
    size = settings.size();
    crop = settings.bias() == Bias.RIGHT ? Crop.WHOLE.mirrored() : Crop.WHOLE;
    Random random = Draw.forVideo(settings.seed(), number);
    for (int left = settings.frames(); left > 0; ) {
      int length = Draw.whole(random, SHORTEST_SCENE, LONGEST_SCENE);
      if (left - length < SHORTEST_SCENE) {
        length = left;
      }
      scenes.add(Scene.draw(random, size, length, settings.attraction(), settings.bias()));
      left -= length;
    }
    watch(random);
  }

  private void watch(Random random) {
    List<Observer> observers = new ArrayList<>();
    for (int count = Draw.whole(random, 12, 20); count > 0; count--) {
      observers.add(new Observer(random, size));
    }
    for (Scene scene : scenes) {
      if (!gazes.isEmpty()) {
        observers.forEach(Observer::cut);
      }
      for (int t = 0; t < scene.frames(); t++) {
        int frame = t;
        observers.forEach(observer -> observer.look(scene, frame));
        gazes.add(observers.stream().mapToInt(Observer::pixel).toArray());
      }
    }
  }

  /** Draws a frame. */
  Frame frame(int index) {
    int start = 0;
    for (Scene scene : scenes) {
      if (index < start + scene.frames()) {
        return Resize.antialiased(new Frame(size, scene.paint(index - start)), crop, size);
      }
      start += scene.frames();
    }
    throw new IndexOutOfBoundsException("frame " + index + " of " + start);
  }

  /** The fixations of a frame, one per observer. */
  Fixations fixations(int index) {
    return crop.apply(Fixations.ofPixels(size, gazes.get(index)), size);
  }

  /**
   * The blurred fixations: Gaussians with a sigma of a 20th of the width, scaled to a peak of 255.
   */
  byte[] map(int index) {
    double[] sum = GaussianBlur.of(fixations(index), size.width() / 20.0).values();
    double peak = 0;
    for (double value : sum) {
      peak = Math.max(peak, value);
    }
    byte[] map = new byte[sum.length];
    for (int i = 0; i < map.length; i++) {
      map[i] = (byte) (sum[i] / peak * 255 + 0.5);
    }
    return map;
  }
}
