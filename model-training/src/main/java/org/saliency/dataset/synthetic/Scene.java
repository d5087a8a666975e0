package org.saliency.dataset.synthetic;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.saliency.frame.Size;

/** The part of a video between two cuts: a background and moving objects. */
final class Scene {

  private final Size size;
  private final int frames;
  private final byte[] background;
  private final List<Thing> things;

  private Scene(Size size, int frames, byte[] background, List<Thing> things) {
    this.size = size;
    this.frames = frames;
    this.background = background;
    this.things = things;
  }

  static Scene draw(Random random, Size size, int frames, Attraction attraction, Bias bias) {
    byte[] background = background(random, size);
    int count = Draw.whole(random, 3, 6);
    int attractive = random.nextDouble() < 0.6 ? 1 : 2;
    List<Thing> things = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      boolean isAttractive = i < attractive;
      Size room =
          isAttractive && bias != Bias.NONE ? new Size(size.width() / 2, size.height()) : size;
      things.add(thing(random, size, room, frames, isAttractive, attraction));
    }
    Collections.shuffle(things, random); // random order of occlusion
    return new Scene(size, frames, background, things);
  }

  int frames() {
    return frames;
  }

  List<Thing> things() {
    return things;
  }

  /** The RGB pixels of a frame. */
  byte[] paint(int frame) {
    byte[] rgb = background.clone();
    for (Thing thing : things) {
      thing.paint(rgb, size, frame);
    }
    return rgb;
  }

  private static Thing thing(
      Random random,
      Size size,
      Size room,
      int frames,
      boolean isAttractive,
      Attraction attraction) {
    boolean looksAttractive =
        attraction == Attraction.APPEARANCE ? isAttractive : random.nextBoolean();
    Look look = looksAttractive ? Look.attractive(random) : Look.plain(random);
    Thing.Motion moving = Thing.Motion.moving(random);
    boolean rests = attraction == Attraction.MOTION && !isAttractive;
    return Thing.draw(
        random,
        size,
        room,
        frames,
        isAttractive,
        look,
        rests ? Thing.Motion.RESTING : moving,
        attraction == Attraction.MOTION ? 2 : 1); // attractive motion is fast
  }

  /** Noise of three scales between two pale colours, with a gradient to a third. */
  private static byte[] background(Random random, Size size) {
    Noise noise = new Noise(random);
    Colour dark = Colour.pale(random);
    Colour light = Colour.pale(random);
    Colour far = Colour.pale(random);
    double cell = size.width() / Draw.between(random, 3, 10);
    double roughness = Draw.between(random, 0.3, 0.8);
    double slope = Draw.between(random, -0.7, 0.7);
    byte[] rgb = new byte[3 * size.pixels()];
    for (int row = 0; row < size.height(); row++) {
      for (int column = 0; column < size.width(); column++) {
        double x = column / cell;
        double y = row / cell;
        double cloud =
            (noise.at(x, y)
                    + roughness * noise.at(2.7 * x + 9, 2.7 * y)
                    + roughness * roughness * noise.at(7.3 * x, 7.3 * y + 5))
                / (1 + roughness + roughness * roughness);
        double distance =
            0.5 + slope * (column / (double) size.width() - 0.5) + 0.3 * row / size.height();
        dark.towards(light, cloud)
            .towards(far, Math.max(0, Math.min(1, distance - 0.3)))
            .paint(rgb, row * size.width() + column, 1);
      }
    }
    return rgb;
  }
}
