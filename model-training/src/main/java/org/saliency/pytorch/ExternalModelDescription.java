package org.saliency.pytorch;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import java.io.IOException;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.saliency.UserException;
import org.saliency.frame.Size;
import org.saliency.json.Json;
import org.saliency.network.ColourStatistics;
import org.saliency.storage.Storage;

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
public record ExternalModelDescription(
    Size inputSize,
    InputRange inputRange,
    List<Double> mean,
    List<Double> std,
    ChannelOrder channelOrder,
    Output output)
    implements Serializable {

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

  public ExternalModelDescription {
    if (inputSize == null) {
      throw new IllegalArgumentException("it lacks input_size (WIDTHxHEIGHT)");
    }
    if (Math.max(inputSize.width(), inputSize.height()) > LONGEST_SIDE) {
      throw new IllegalArgumentException(
          "input_size " + inputSize + " has more than " + LONGEST_SIDE + " pixels a side");
    }
    inputRange = inputRange == null ? InputRange.UNIT : inputRange;
    mean = numbers("mean", mean, 0.0);
    std = numbers("std", std, 1.0);
    channelOrder = channelOrder == null ? ChannelOrder.RGB : channelOrder;
    output = output == null ? Output.UNIT : output;
    if (std.stream().anyMatch(value -> !(value > 0))) {
      throw new IllegalArgumentException("std " + std + " holds a value that is not above 0");
    }
  }

  private static final int LONGEST_SIDE = 8192;

  private static List<Double> numbers(String key, List<Double> given, double otherwise) {
    if (given == null) {
      return List.of(otherwise, otherwise, otherwise);
    }
    if (given.size() != 3 || given.stream().anyMatch(v -> v == null || !Double.isFinite(v))) {
      throw new IllegalArgumentException(key + " " + given + " is not three numbers");
    }
    return List.copyOf(given);
  }

  /** A description that fits many networks, as it is shown to who has none. */
  public static final String EXAMPLE =
      "{\"input_size\": \"384x216\", \"mean\": [0.485, 0.456, 0.406], \"std\": [0.229, 0.224,"
          + " 0.225]}";

  /**
   * Reads a description.
   *
   * @param origin names it in messages
   * @throws UserException when the text is no JSON, a key is unknown or a value does not fit
   */
  public static ExternalModelDescription parse(String json, String origin) {
    try {
      return Json.readExact(json, ExternalModelDescription.class);
    } catch (JsonProcessingException e) {
      throw UserException.input(
          e,
          "%s does not describe a model (%s): give input_size and, where the network needs them,"
              + " input_range, mean, std, channel_order and output, as in %s",
          origin,
          reason(e),
          EXAMPLE);
    }
  }

  private static String reason(JsonProcessingException fault) {
    if (fault instanceof UnrecognizedPropertyException unknown) {
      return "it knows no key '" + unknown.getPropertyName() + "'";
    }
    if (fault instanceof InvalidFormatException value && value.getTargetType().isEnum()) {
      return "%s is '%s', but takes %s"
          .formatted(
              key(value),
              value.getValue(),
              Arrays.stream(value.getTargetType().getEnumConstants())
                  .map(constant -> constant.toString().toLowerCase(Locale.ROOT))
                  .collect(Collectors.joining(" or ")));
    }
    if (fault.getCause() instanceof UserException || fault instanceof ValueInstantiationException) {
      return fault.getCause().getMessage();
    }
    if (fault instanceof MismatchedInputException value && !value.getPath().isEmpty()) {
      return "the value of " + key(value) + " is of another kind";
    }
    JsonLocation place = fault.getLocation();
    return fault instanceof JsonParseException && place != null
        ? "it is no JSON at line %d, column %d".formatted(place.getLineNr(), place.getColumnNr())
        : "it is no JSON object";
  }

  private static String key(JsonMappingException fault) {
    return String.valueOf(fault.getPath().get(0).getFieldName());
  }

  /**
   * The name of the file beside a model that describes it: the model's, ending in {@code .json}.
   *
   * @param model path of the model
   */
  public static String fileBeside(String model) {
    return model.replaceFirst("\\.[^./]*$", "") + ".json";
  }

  /**
   * Reads the description beside a model.
   *
   * @param otherWay how else it may be given, for the message; empty for none
   * @throws UserException when there is none, or it describes no model
   */
  public static ExternalModelDescription beside(Storage files, String model, String otherWay)
      throws IOException {
    String file = fileBeside(model);
    if (files.find(file).isEmpty()) {
      throw UserException.input(
          "model %s is a TorchScript file of another origin and does not say what it takes: write"
              + " for example %s to %s%s",
          model, EXAMPLE, file, otherWay);
    }
    return parse(new String(files.read(file), StandardCharsets.UTF_8), file);
  }

  /** Everything that decides on maps, in one line. */
  @Override
  public String toString() {
    return "%s of %s %s, mean %s, std %s, output %s"
        .formatted(
            inputSize,
            inputRange.name().toLowerCase(Locale.ROOT),
            channelOrder.name().toLowerCase(Locale.ROOT),
            mean,
            std,
            output.name().toLowerCase(Locale.ROOT));
  }

  /** Mean and standard deviation of colours in 0..1. */
  ColourStatistics statistics() {
    return new ColourStatistics(
        mean.stream().map(value -> value / inputRange.highest).toList(),
        std.stream().map(value -> value / inputRange.highest).toList());
  }
}
