package org.saliency.torchscript;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.io.IOException;
import java.util.List;
import org.saliency.UserException;
import org.saliency.frame.Size;
import org.saliency.json.Json;
import org.saliency.network.ColourStatistics;

/**
 * What a TorchScript network of any origin takes and gives: float32 [batch, 3, height, width] in,
 * [batch, 1, height, width] or [batch, height, width] out, of any size.
 *
 * @param inputSize size that pictures are resized to (bilinear, antialiased when shrinking)
 * @param inputRange the range of a colour before mean and standard deviation; absent means {@code
 *     unit}
 * @param mean what is taken off each channel, in the order of the channels and in the input range;
 *     absent means 0
 * @param std what each channel is divided by then; absent means 1
 * @param channelOrder absent means {@code rgb}
 * @param output how the values that come out become a map in 0..1; absent means {@code unit}
 */
@JsonNaming(SnakeCaseStrategy.class)
public record ImageToMap(
    Size inputSize,
    InputRange inputRange,
    List<Double> mean,
    List<Double> std,
    ChannelOrder channelOrder,
    Output output) {

  /** The range of a colour. */
  public enum InputRange {
    /** 0..1. */
    UNIT(1),
    /** 0..255. */
    BYTE(255);

    private final int highest;

    InputRange(int highest) {
      this.highest = highest;
    }
  }

  /** The order of the colours. */
  public enum ChannelOrder {
    /** Red, green, blue. */
    RGB,
    /** Blue, green, red, as OpenCV has it. */
    BGR
  }

  /** How values become a map in 0..1. */
  public enum Output {
    /** They are in 0..1; what is beyond is clamped. */
    UNIT,
    /** They are logits, of which the sigmoid is taken. */
    LOGITS,
    /** Each map is stretched, so that its least value becomes 0 and its highest 1. */
    MINMAX
  }

  public ImageToMap {
    if (inputSize == null) {
      throw new IllegalArgumentException("it lacks input_size (WIDTHxHEIGHT)");
    }
    inputRange = inputRange == null ? InputRange.UNIT : inputRange;
    mean = mean == null ? List.of(0.0, 0.0, 0.0) : List.copyOf(mean);
    std = std == null ? List.of(1.0, 1.0, 1.0) : List.copyOf(std);
    channelOrder = channelOrder == null ? ChannelOrder.RGB : channelOrder;
    output = output == null ? Output.UNIT : output;
    if (mean.size() != 3 || std.size() != 3) {
      throw new IllegalArgumentException("mean and std take three values each");
    }
    if (std.stream().anyMatch(value -> !(value > 0))) {
      throw new IllegalArgumentException("std " + std + " holds a value that is not above 0");
    }
  }

  /**
   * Reads a description.
   *
   * @param origin names it in messages
   * @throws UserException when the text is no JSON or a value does not fit
   */
  public static ImageToMap parse(String json, String origin) {
    try {
      return Json.read(json, ImageToMap.class);
    } catch (IOException e) {
      String reason = e.getCause() == null ? e.getMessage() : e.getCause().getMessage();
      throw UserException.input(
          e,
          "%s does not describe a model (%s): give input_size and, where the network needs them,"
              + " input_range, mean, std, channel_order and output",
          origin,
          reason.lines().findFirst().orElse(""));
    }
  }

  /** Mean and standard deviation of colours in 0..1. */
  ColourStatistics statistics() {
    return new ColourStatistics(
        mean.stream().map(value -> value / inputRange.highest).toList(),
        std.stream().map(value -> value / inputRange.highest).toList());
  }
}
