package org.saliency.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.saliency.frame.Size;
import org.saliency.network.Calibration;
import org.saliency.network.ColourStatistics;
import org.saliency.network.NetworkOptions;
import org.saliency.network.Quantisation;

/**
 * Metadata of a model file ({@code extra/saliency.json} in the archive).
 *
 * @param format version of this format, 1
 * @param network name of the network
 * @param networkOptions options of the network by name; empty, in older files, for the defaults
 * @param inputSize size to which frames are resized
 * @param normalisation colour statistics that the network expects
 * @param metrics metrics on the validation videos by name; empty before training
 * @param provenance origin of the weights, free text by key
 * @param hash SHA-256 of the weights, of the options unless they are the defaults, and of the
 *     calibration and the quantisation if there are: equal for equal maps
 * @param calibration applied to the maps when frames are scored; absent for none
 * @param declaredTests names of test videos, which must not be used for training or calibration;
 *     absent for none
 * @param quantisation with which frames are scored in int8; null for none
 * @param trainedOn videos that the model was trained on; null if none or unknown
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
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> declaredTests,
    @JsonInclude(JsonInclude.Include.NON_NULL) Quantisation quantisation,
    @JsonInclude(JsonInclude.Include.NON_NULL) TrainedVideos trainedOn) {

  static final int FORMAT = 1;

  public ModelDescription {
    if (format != FORMAT) {
      throw new IllegalArgumentException(
          "it has format " + format + ", but this version reads format " + FORMAT);
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

  /** Videos that the model was trained on; none if unknown. */
  public TrainedVideos trainedVideos() {
    return trainedOn == null ? TrainedVideos.NONE : trainedOn;
  }

  /** The quantisation, if there is one. */
  Optional<Quantisation> int8() {
    return Optional.ofNullable(quantisation);
  }

  /** The same network, weights and metrics with changed metadata. */
  ModelDescription with(
      Map<String, String> newProvenance,
      Calibration newCalibration,
      Optional<Quantisation> newQuantisation,
      List<String> newTests,
      String newHash) {
    return new ModelDescription(
        format,
        network,
        networkOptions,
        inputSize,
        normalisation,
        metrics,
        newProvenance,
        newHash,
        newCalibration,
        newTests,
        newQuantisation.orElse(null),
        trainedOn);
  }

  /** The same metadata with all options of the network, as older files lack the defaults. */
  ModelDescription withOptions(NetworkOptions options) {
    return new ModelDescription(
        format,
        network,
        options.values(),
        inputSize,
        normalisation,
        metrics,
        provenance,
        hash,
        calibration,
        declaredTests,
        quantisation,
        trainedOn);
  }

  /** The same metadata with the videos that the model was trained on. */
  ModelDescription trainedOn(TrainedVideos videos) {
    return new ModelDescription(
        format,
        network,
        networkOptions,
        inputSize,
        normalisation,
        metrics,
        provenance,
        hash,
        calibration,
        declaredTests,
        quantisation,
        videos.equals(TrainedVideos.NONE) ? null : videos);
  }

  private static void requirePresent(String key, Object value) {
    if (value == null) {
      throw new IllegalArgumentException("it lacks " + key);
    }
  }
}
