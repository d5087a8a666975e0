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
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.saliency.UserException;
import org.saliency.frame.Size;
import org.saliency.json.Json;
import org.saliency.network.ColourStatistics;
import org.saliency.storage.Storage;
import org.saliency.storage.Text;

/**
 * Input and output format of an external TorchScript model. Input is float32 [batch, 3, height,
 * width], output [batch, 1, height, width] or [batch, height, width] of any size.
 *
 * @param inputSize size to which frames are resized (bilinear, antialiased when shrinking)
 * @param inputRange range of pixel values before normalisation; default {@code unit}
 * @param mean subtracted from each channel, in channel order and input range; default 0
 * @param std each channel is then divided by it; default 1
 * @param channelOrder default {@code rgb}
 * @param output conversion of output values to a map in 0..1; default {@code unit}
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

  private static final int LONGEST_SIDE = 8192;

  /** Range of pixel values. */
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

  /** Order of the colour channels. */
  public enum ChannelOrder {
    /** Red, green, blue. */
    RGB,
    /** Blue, green, red, as in OpenCV. */
    BGR
  }

  /** Conversion of output values to a map in 0..1. */
  public enum Output {
    /** Values are in 0..1; others are clamped. */
    UNIT,
    /** Values are logits; the sigmoid is applied. */
    LOGITS,
    /** Each map is scaled so that its minimum becomes 0 and its maximum 1. */
    MINMAX
  }

  public ExternalModelDescription {
    if (inputSize == null) {
      throw new IllegalArgumentException("it lacks input_size (WIDTHxHEIGHT)");
    }
    if (Math.max(inputSize.width(), inputSize.height()) > LONGEST_SIDE) {
      throw new IllegalArgumentException(
          "input_size " + inputSize + " exceeds " + LONGEST_SIDE + " pixels per side");
    }
    inputRange = inputRange == null ? InputRange.UNIT : inputRange;
    mean = numbers("mean", mean, 0.0);
    std = numbers("std", std, 1.0);
    channelOrder = channelOrder == null ? ChannelOrder.RGB : channelOrder;
    output = output == null ? Output.UNIT : output;
    if (std.stream().anyMatch(value -> !(value > 0))) {
      throw new IllegalArgumentException("std " + std + " contains a value that is not positive");
    }
  }

  private static List<Double> numbers(String key, List<Double> given, double otherwise) {
    if (given == null) {
      return List.of(otherwise, otherwise, otherwise);
    }
    if (given.size() != 3 || given.stream().anyMatch(v -> v == null || !Double.isFinite(v))) {
      throw new IllegalArgumentException(key + " " + given + " is not a list of three numbers");
    }
    return List.copyOf(given);
  }

  /** An example that fits many networks, shown in error messages. */
  public static final String EXAMPLE =
      "{\"input_size\": \"384x216\", \"mean\": [0.485, 0.456, 0.406], \"std\": [0.229, 0.224,"
          + " 0.225]}";

  /**
   * Parses a description.
   *
   * @param origin name of the text in error messages
   * @throws UserException when the text is not valid JSON, a key is unknown or a value is invalid
   */
  public static ExternalModelDescription parse(String json, String origin) {
    try {
      return Json.readExact(json, ExternalModelDescription.class);
    } catch (JsonProcessingException e) {
      throw UserException.input(
          e,
          "%s is not a valid model description (%s): give input_size and, if the network needs"
              + " them, input_range, mean, std, channel_order and output, for example %s",
          origin,
          reason(e),
          EXAMPLE);
    }
  }

  private static String reason(JsonProcessingException e) {
    if (e instanceof UnrecognizedPropertyException unknown) {
      return "unknown key '" + unknown.getPropertyName() + "'";
    }
    if (e instanceof InvalidFormatException value && value.getTargetType().isEnum()) {
      return String.format(
          Locale.ROOT,
          "invalid %s '%s': expected %s",
          key(value),
          value.getValue(),
          Arrays.stream(value.getTargetType().getEnumConstants())
              .map(constant -> constant.toString().toLowerCase(Locale.ROOT))
              .collect(Collectors.joining(" or ")));
    }
    if (e.getCause() instanceof UserException || e instanceof ValueInstantiationException) {
      return e.getCause().getMessage();
    }
    if (e instanceof MismatchedInputException value && !value.getPath().isEmpty()) {
      return "the value of " + key(value) + " has the wrong type";
    }
    JsonLocation location = e.getLocation();
    return e instanceof JsonParseException && location != null
        ? String.format(
            Locale.ROOT,
            "invalid JSON at line %d, column %d",
            location.getLineNr(),
            location.getColumnNr())
        : "it is not a JSON object";
  }

  private static String key(JsonMappingException e) {
    return String.valueOf(e.getPath().get(0).getFieldName());
  }

  /**
   * The description file of a model: the model's path with the extension {@code .json}.
   *
   * @param model path of the model
   */
  public static String fileBeside(String model) {
    return model.replaceFirst("\\.[^./]*$", "") + ".json";
  }

  /**
   * Reads the description file next to a model.
   *
   * @param otherWay another way to give it, appended to the error message; empty for none
   * @throws UserException when the file is missing or invalid
   */
  public static ExternalModelDescription beside(Storage files, String model, String otherWay)
      throws IOException {
    String file = fileBeside(model);
    if (files.find(file).isEmpty()) {
      throw UserException.input(
          "model %s is an external TorchScript model without a description of its input: write for"
              + " example %s to %s%s",
          model, EXAMPLE, file, otherWay);
    }
    return parse(Text.decode(files.read(file)), file);
  }

  /** All values in one line; equal for descriptions that give equal maps. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%s of %s %s, mean %s, std %s, output %s",
        inputSize,
        inputRange.name().toLowerCase(Locale.ROOT),
        channelOrder.name().toLowerCase(Locale.ROOT),
        mean,
        std,
        output.name().toLowerCase(Locale.ROOT));
  }

  /** Mean and standard deviation of pixel values in 0..1. */
  ColourStatistics statistics() {
    return new ColourStatistics(
        mean.stream().map(value -> value / inputRange.highest).toList(),
        std.stream().map(value -> value / inputRange.highest).toList());
  }
}
