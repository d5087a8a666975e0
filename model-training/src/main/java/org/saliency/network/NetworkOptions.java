package org.saliency.network;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.saliency.UserException;
import org.saliency.settings.Settings;

/**
 * Options of a network, documented in section {@code network} of {@code conf/reference.conf} under
 * the same names in kebab case.
 *
 * @param outputStride ratio of frame size to the encoder's feature size: 8, 16 or 32
 * @param skipChannels channels of each skip connection from an encoder stage to the decoder; 0 for
 *     no skip connections
 * @param dropout dropout probability after ASPP
 * @param decoderDropout dropout probability before the final convolution
 * @param decoderChannels channels after up1, halved at up2 and again at up3; empty for the
 *     network's own
 * @param output conversion of logits to a map
 * @param centerPrior whether a learned map is added to the logits
 * @param smoothing taps of the learned blur of the logits, odd; 0 for none
 * @param videoBias whether the earlier frames of a window are used by {@link VideoBias}
 * @param window frames per predicted map, which belongs to the last of them; above 1 the network
 *     has a {@link ConvGru} unless it has a video bias
 * @param flipAveraging whether logits are averaged with those of the mirrored frame, except in
 *     training
 */
public record NetworkOptions(
    int outputStride,
    int skipChannels,
    double dropout,
    double decoderDropout,
    OptionalInt decoderChannels,
    OutputNormalisation output,
    CenterPrior.Choice centerPrior,
    int smoothing,
    VideoBias.Choice videoBias,
    int window,
    boolean flipAveraging) {

  private static final String SECTION = "network";

  /** Default options. */
  public static final NetworkOptions DEFAULTS = of(Map.of());

  /**
   * Options by name; others have their defaults.
   *
   * @param values as in the section {@code network} of a configuration, for example {@code
   *     output-stride} and {@code 16}
   * @throws UserException when a name is unknown or a value is invalid
   */
  public static NetworkOptions of(Map<String, String> values) {
    Map<String, String> keys =
        values.entrySet().stream()
            .collect(Collectors.toMap(e -> SECTION + "." + e.getKey(), Map.Entry::getValue));
    return from(Settings.load(Optional.empty(), keys));
  }

  /** Reads section {@code network} of all settings. */
  public static NetworkOptions from(Settings all) {
    Settings settings = all.section(SECTION);
    return new NetworkOptions(
        outputStride(settings),
        settings.integer("skip-channels", 0, 2048),
        settings.number("dropout", 0, 0.99),
        settings.number("decoder-dropout", 0, 0.99),
        decoderChannels(settings),
        settings.choice("output", OutputNormalisation.class),
        settings.choice("center-prior", CenterPrior.Choice.class),
        smoothing(settings),
        settings.choice("video-bias", VideoBias.Choice.class),
        window(settings),
        flipAveraging(settings));
  }

  private static int outputStride(Settings settings) {
    int stride = settings.integer("output-stride", 8, 32);
    if (Integer.bitCount(stride) != 1) {
      throw settings.wrong("output-stride", Integer.toString(stride), "8, 16 or 32");
    }
    return stride;
  }

  private static OptionalInt decoderChannels(Settings settings) {
    Optional<Integer> channels = settings.integerOrAuto("decoder-channels", 4, 2048);
    if (channels.isPresent() && channels.get() % 4 != 0) {
      throw settings.wrong(
          "decoder-channels", channels.get().toString(), "auto or a multiple of 4");
    }
    return channels.map(OptionalInt::of).orElse(OptionalInt.empty());
  }

  private static int smoothing(Settings settings) {
    int taps = settings.integer("smoothing", 0, 255);
    if (taps != 0 && taps % 2 == 0) {
      throw settings.wrong("smoothing", Integer.toString(taps), "0 or an odd number up to 255");
    }
    return taps;
  }

  private static int window(Settings settings) {
    int window = settings.integer("window", 1, 64);
    if (window == 1
        && settings.choice("video-bias", VideoBias.Choice.class) == VideoBias.Choice.MOTION) {
      throw settings.wrong(
          "window", "1", "2 or more with network.video-bias = motion, which compares frames");
    }
    return window;
  }

  private static boolean flipAveraging(Settings settings) {
    boolean isWanted = settings.flag("flip-averaging");
    if (isWanted
        && settings.integer("window", 1, 64) > 1
        && settings.choice("video-bias", VideoBias.Choice.class) == VideoBias.Choice.NONE) {
      throw settings.wrong(
          "flip-averaging", "true", "false for a recurrent network, whose window is above 1");
    }
    return isWanted;
  }

  /** Whether the network has a recurrent unit. */
  boolean isRecurrent() {
    return window > 1 && videoBias == VideoBias.Choice.NONE;
  }

  /** All options by name, as {@link #of} takes them. */
  public Map<String, String> all() {
    Map<String, String> values = new LinkedHashMap<>();
    values.put("output-stride", Integer.toString(outputStride));
    values.put("skip-channels", Integer.toString(skipChannels));
    values.put("dropout", Double.toString(dropout));
    values.put("decoder-dropout", Double.toString(decoderDropout));
    values.put(
        "decoder-channels",
        decoderChannels.isPresent() ? Integer.toString(decoderChannels.getAsInt()) : "auto");
    values.put("output", Settings.kebab(output));
    values.put("center-prior", Settings.kebab(centerPrior));
    values.put("smoothing", Integer.toString(smoothing));
    values.put("video-bias", Settings.kebab(videoBias));
    values.put("window", Integer.toString(window));
    values.put("flip-averaging", Boolean.toString(flipAveraging));
    return values;
  }

  /**
   * The options for a model's description and hash: those that older versions did not have are left
   * out by default, so that the hashes of their models stay.
   */
  public Map<String, String> values() {
    Map<String, String> values = all();
    values.remove("video-bias", Settings.kebab(VideoBias.Choice.NONE));
    values.remove("flip-averaging", "false");
    return values;
  }
}
