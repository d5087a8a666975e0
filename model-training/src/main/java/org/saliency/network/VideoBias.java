package org.saliency.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.saliency.frame.ColourHistogram;

/**
 * Adapts the logits of a network that was trained on photographs to videos, in which people look
 * nearer to the center and at what moves. The logits x of a frame in a video become
 *
 * <pre>
 * s x + c + m log((d + e) / (mean(d) + e))
 * </pre>
 *
 * with s = {@value #SHARE}, m = {@value #MOTION}, e = {@value #NOISE} (in units of the normalised
 * input), c the logarithm of a Gaussian around the center whose standard deviations are {@value
 * #WIDTH} of the width and {@value #HEIGHT} of the height, and d the mean absolute difference of
 * the last frame to the earlier frames of the same shot, reduced to {@value #COLUMNS}x{@value
 * #ROWS} and blurred. The logits of a photograph stay unchanged.
 *
 * <p>Consecutive frames belong to one shot if their colour histograms overlap by at least {@value
 * #OVERLAP}, of at most 1, see {@link ColourHistogram}. A frame is part of a video if two
 * consecutive frames of the window belong to one shot and differ; so a still picture, and pictures
 * of different scenes in a row, are photographs.
 *
 * <p>Inputs are the logits [batch, 1, height, width] and the normalised frames [batch * window, 3,
 * height, width].
 *
 * <p>The Gaussian is near that of Clarke and Tatler, Deriving an appropriate baseline for
 * describing fixation behaviour, 2014: 0.235 of the width and 0.21 of the height.
 *
 * @param window frames in a window, at least 2
 */
public record VideoBias(int window) implements Operation {

  private static final double SHARE = 0.25;
  private static final double MOTION = 0.25;
  private static final double NOISE = 0.01;
  private static final double WIDTH = 0.22;
  private static final double HEIGHT = 0.22;
  private static final double OVERLAP = ColourHistogram.OVERLAP;
  private static final int COLUMNS = ColourHistogram.COLUMNS;
  private static final int ROWS = ColourHistogram.ROWS;
  private static final int LEVELS = ColourHistogram.LEVELS;

  /** Mean difference of frames that are not the same picture, far below a grey level. */
  private static final double DIFFERENT = 1e-4;

  /** What a network with windows does with the earlier frames. */
  public enum Choice {
    /** Nothing of this kind. */
    NONE,
    /** This operation. */
    MOTION
  }

  @Override
  public List<Parameter> parameters() {
    return List.of(
        new Parameter(
            "center",
            new long[] {1, 1, ROWS, COLUMNS},
            Parameter.Role.BUFFER,
            Parameter.Initial.LOG_GAUSSIAN));
  }

  /** Values of the logarithm of the Gaussian, row by row. */
  static float[] center() {
    float[] values = new float[ROWS * COLUMNS];
    for (int i = 0; i < values.length; i++) {
      double x = ((i % COLUMNS + 0.5) / COLUMNS - 0.5) / WIDTH;
      double y = ((i / COLUMNS + 0.5) / ROWS - 0.5) / HEIGHT;
      values[i] = (float) (-(x * x + y * y) / 2);
    }
    return values;
  }

  @Override
  public void write(Code code, Code.Self self, List<String> inputs, String result) {
    code.assign(
        "_small",
        "torch._adaptive_avg_pool2d(torch.to(%s, 6), %s)",
        inputs.get(1),
        Code.list(ROWS, COLUMNS));
    code.assign("_colours", "torch.stack([%s], 1)", String.join(", ", histogram(code)));
    code.assign("_last", "%s", frame("_small", 0));
    code.assign("_same", "torch.ones_like(torch.slice(_last, 1, 0, 1))");
    code.assign("_moved", "torch.zeros_like(_same)");
    code.assign("_video", "torch.zeros_like(torch.amax(_moved, [1, 2, 3], True))");
    for (int back = 1; back < window; back++) {
      code.assign(
          "_shot",
          "torch.to(torch.ge(torch.sum(torch.minimum(%s, %s), [1]), %s), 6)",
          frame("_colours", back - 1),
          frame("_colours", back),
          number(3 * OVERLAP));
      code.assign("_shot", "torch.reshape(_shot, [-1, 1, 1, 1])");
      code.assign(
          "_changed",
          "torch.to(torch.gt(torch.mean(torch.abs(torch.sub(%s, %s)), [1, 2, 3], True), %s), 6)",
          frame("_small", back - 1),
          frame("_small", back),
          number(DIFFERENT));
      code.assign("_video", "torch.maximum(_video, torch.mul(_shot, _changed))");
      code.assign("_same", "torch.mul(_same, _shot)");
      code.assign(
          "_moved",
          "torch.add(_moved, torch.mul(_same, torch.mean(torch.abs(torch.sub(_last, %s)), [1],"
              + " True)))",
          frame("_small", back));
    }
    String blur = "torch.avg_pool2d(_moved, [3, 3], [1, 1], [1, 1], False, False)";
    code.assign("_moved", blur);
    code.assign("_moved", blur);
    code.assign("_moved", "torch.add(_moved, %s)", number(NOISE));
    code.assign("_moved", "torch.log(torch.div(_moved, torch.mean(_moved, [1, 2, 3], True)))");
    code.assign(
        "_bias", "torch.add(%s, torch.mul(_moved, %s))", self.attribute("center"), number(MOTION));
    code.assign(
        "_bias",
        "torch.upsample_bilinear2d(_bias, [torch.size(%1$s, 2), torch.size(%1$s, 3)], False, None)",
        inputs.get(0));
    code.assign(
        result,
        "torch.where(torch.gt(_video, 0.5), torch.add(torch.mul(%1$s, %2$s), _bias), %1$s)",
        inputs.get(0),
        number(SHARE));
  }

  /** Expressions of the histogram: for each colour and level the share of its pixels. */
  private static List<String> histogram(Code code) {
    List<String> shares = new ArrayList<>();
    for (int channel = 0; channel < 3; channel++) {
      ColourStatistics colours = ColourStatistics.IMAGENET;
      code.assign(
          "_values" + channel,
          "torch.add(torch.mul(torch.select(_small, 1, %d), %s), %s)",
          channel,
          number(colours.standardDeviation().get(channel) * (LEVELS - 1)),
          number(colours.mean().get(channel) * (LEVELS - 1)));
      for (int level = 0; level < LEVELS; level++) {
        shares.add(
            String.format(
                Locale.ROOT,
                "torch.mean(torch.relu(torch.rsub(torch.abs(torch.sub(_values%d, %d)), 1)), [1,"
                    + " 2])",
                channel,
                level));
      }
    }
    return shares;
  }

  /** The frames of all windows at a distance from the last. */
  private String frame(String x, int back) {
    return Code.everyNth(x, window - 1 - back, window);
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.17g", value);
  }
}
