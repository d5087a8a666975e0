package org.saliency.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.saliency.frame.Size;
import org.saliency.network.Calibration;
import org.saliency.network.ColourStatistics;

/**
 * What a model file says of itself, so that a model is one file ({@code extra/saliency.json} in the
 * archive).
 *
 * @param format version of this description, 1
 * @param network name of the network
 * @param networkOptions options of the network by name; empty, in files of earlier versions, for
 *     the defaults
 * @param inputSize size that frames are resized to
 * @param normalisation what the network expects of colours
 * @param metrics figures on the validation videos when it was trained, by name; empty before
 * @param provenance where the weights come from, in plain words by key
 * @param hash SHA-256 over the weights, over the options where they are not the defaults, and over
 *     the calibration where there is one: equal for equal maps
 * @param calibration what is done to the maps when frames are scored; absent means nothing
 * @param declaredTests names of the videos that the model is to be tested on, and therefore not
 *     calibrated on; absent means none
 */
@JsonNaming(SnakeCaseStrategy.class)
public record ModelDescription(
    int format,
    String network,
    Map<String, String> networkOptions,
    Size inputSize,
    ColourStatistics normalisation,
    Map<String, Double> metrics,
    Map<String, String> provenance,
    String hash,
    Calibration calibration,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> declaredTests) {

  static final int FORMAT = 1;

  public ModelDescription {
    if (format != FORMAT) {
      throw new IllegalArgumentException(
          "it has format " + format + ", this version reads format " + FORMAT);
    }
    requirePresent("network", network);
    requirePresent("input_size", inputSize);
    requirePresent("normalisation", normalisation);
    requirePresent("metrics", metrics);
    requirePresent("provenance", provenance);
    requirePresent("hash", hash);
    networkOptions = networkOptions == null ? Map.of() : new TreeMap<>(networkOptions);
    metrics = new TreeMap<>(metrics);
    provenance = new TreeMap<>(provenance);
    calibration = calibration == null ? Calibration.NONE : calibration;
    declaredTests = declaredTests == null ? List.of() : List.copyOf(declaredTests);
  }

  private static void requirePresent(String key, Object value) {
    if (value == null) {
      throw new IllegalArgumentException("it lacks " + key);
    }
  }
}
