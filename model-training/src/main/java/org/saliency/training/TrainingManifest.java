package org.saliency.training;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.List;
import java.util.Map;

/**
 * Settings, inputs and results of a run: {@code manifest.json}.
 *
 * @param status {@code complete}
 * @param exitCode exit code of the run, 0
 * @param started UTC, ISO 8601; when the run was last started or resumed
 * @param finished UTC, ISO 8601
 * @param data folder of the data set; several separated by commas
 * @param settings settings by key
 * @param network name of the network
 * @param networkOptions network options by name
 * @param modelHash hash of the best model, as in its file
 * @param trainingVideos names of the training videos
 * @param validationVideos names of the validation videos
 * @param testVideos names of the videos excluded for testing
 * @param split what declares the split of the data sets; empty for nothing
 * @param leftOut videos left out other than test videos
 * @param blackMaps number of frames excluded because their maps are entirely black
 * @param epochs number of epochs
 * @param bestEpoch epoch of the best model, from 1
 * @param best validation loss and metrics of the best model
 * @param device device type
 * @param precision number format of forward and backward passes
 * @param imagesPerSecond training throughput, without validation
 * @param peakMemoryBytes peak memory, see {@link Effort}; 0 if unknown
 * @param versions versions of PyTorch and Java
 */
@JsonNaming(SnakeCaseStrategy.class)
public record TrainingManifest(
    String status,
    int exitCode,
    String started,
    String finished,
    String data,
    Map<String, Object> settings,
    String network,
    Map<String, String> networkOptions,
    String modelHash,
    List<String> trainingVideos,
    List<String> validationVideos,
    List<String> testVideos,
    String split,
    LeftOut leftOut,
    int blackMaps,
    int epochs,
    int bestEpoch,
    Map<String, Double> best,
    String device,
    String precision,
    double imagesPerSecond,
    long peakMemoryBytes,
    Map<String, String> versions) {}
