package org.saliency.training;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.saliency.UserException;
import org.saliency.dataset.Dataset;
import org.saliency.dataset.Datasets;
import org.saliency.dataset.Split;
import org.saliency.dataset.Video;
import org.saliency.storage.Storage;
import org.saliency.training.sample.Sample;
import org.saliency.video.VideoIndex;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Videos of a training run.
 *
 * @param split training and validation videos; disjoint
 * @param tested names of the videos reserved for testing; not in the split
 * @param weights weights of videos by name; 1 for others
 */
record TrainingVideos(Split split, List<String> tested, Map<String, Double> weights) {

  private static final Logger LOG = LoggerFactory.getLogger(TrainingVideos.class);

  /** Indexes of the video files that contain frames or maps, by path. */
  Map<String, VideoIndex> files() {
    Map<String, VideoIndex> files = new HashMap<>(split.training().files());
    files.putAll(split.validation().files());
    return files;
  }

  /** Every {@code stride}-th frame of each training video, with its weight. */
  List<Sample> trainingSamples(int stride) {
    return Sample.strided(split.training(), stride).stream()
        .map(sample -> sample.weighted(weights.getOrDefault(sample.video(), 1.0)))
        .toList();
  }

  /** The lists of video names in the arguments. */
  private record Lists(
      Optional<List<String>> training, Optional<List<String>> validation, Set<String> tested) {

    static Lists read(TrainingArguments arguments, Storage storage, Set<String> known) {
      Lists lists =
          new Lists(
              arguments.trainingList().map(file -> read(storage, file, "training", known)),
              arguments.validationList().map(file -> read(storage, file, "validation", known)),
              arguments
                  .testList()
                  .map(file -> Set.copyOf(read(storage, file, "test", known)))
                  .orElse(Set.of()));
      lists.training.ifPresent(names -> lists.requireUntested(names, "training"));
      lists.validation.ifPresent(names -> lists.requireUntested(names, "validation"));
      return lists;
    }

    private static List<String> read(Storage storage, String file, String list, Set<String> known) {
      return Split.resolve(Split.readNames(storage, file), list, known);
    }

    private boolean names(Video video) {
      return Stream.of(training, validation)
          .flatMap(Optional::stream)
          .anyMatch(names -> names.contains(video.name()));
    }

    private void requireUntested(List<String> names, String list) {
      names.stream()
          .filter(tested::contains)
          .findFirst()
          .ifPresent(
              name -> {
                throw UserException.input(
                    "video '%s' is in both the %s list and the test list: remove it from one",
                    name, list);
              });
    }
  }

  /**
   * Reads the data sets and lists, and splits the videos.
   *
   * @throws UserException if a file cannot be read, training and validation share a video, or a
   *     video lacks ground truth that the settings require
   */
  static TrainingVideos read(
      TrainingArguments arguments, TrainingSettings settings, Storage storage) {
    MergedData merged = MergedData.read(arguments.data(), arguments.layout(), storage);
    Dataset all = merged.dataset();
    Optional<Dataset> other =
        arguments
            .validationData()
            .map(folder -> Datasets.read(storage, folder, arguments.layout()));
    Set<String> known = new HashSet<>(names(all));
    other.ifPresent(dataset -> known.addAll(names(dataset)));
    Lists lists = Lists.read(arguments, storage, known);
    Dataset data = usable(lists, all);
    Split split =
        other.isPresent()
            ? separate(arguments, lists, data, usable(lists, other.get()))
            : single(settings, lists, data);
    requireTruth(split, settings);
    return new TrainingVideos(split, lists.tested().stream().sorted().toList(), merged.weights());
  }

  /**
   * Checks that no video is reserved for testing the initial model.
   *
   * @throws UserException if one is
   */
  void requireUntested(List<String> declaredTests) {
    Set<String> declared = Set.copyOf(declaredTests);
    Stream.of(split.training(), split.validation())
        .flatMap(part -> names(part).stream())
        .filter(declared::contains)
        .sorted()
        .findFirst()
        .ifPresent(
            name -> {
              throw UserException.input(
                  "video '%s' is declared as a test video of the initial model: exclude it, for"
                      + " example with --test-list",
                  name);
            });
  }

  /** Leaves out test videos, and videos without ground truth that no list names. */
  private static Dataset usable(Lists lists, Dataset data) {
    Dataset rest = without(lists.tested(), data);
    Set<String> unusable =
        rest.videos().stream()
            .filter(video -> !video.hasMaps() && !video.hasFixations() && !lists.names(video))
            .map(Video::name)
            .collect(Collectors.toCollection(TreeSet::new));
    if (unusable.isEmpty() || unusable.size() == rest.videos().size()) {
      return rest;
    }
    LOG.warn("videos without ground truth are left out: {}", unusable);
    return without(unusable, rest);
  }

  /** Splits training and validation videos from separate data sets. */
  private static Split separate(
      TrainingArguments arguments, Lists lists, Dataset data, Dataset other) {
    String folder = arguments.validationData().orElseThrow();
    Dataset training = lists.training().map(names -> named(data, names, "training")).orElse(data);
    Dataset validation =
        lists.validation().map(names -> named(other, names, "validation")).orElse(other);
    Set<String> trainingNames = names(training);
    names(validation).stream()
        .filter(trainingNames::contains)
        .sorted()
        .findFirst()
        .ifPresent(
            name -> {
              throw UserException.input(
                  "video '%s' is in both the training data %s and the validation data %s: remove"
                      + " it from one, or rename it if they are different videos",
                  name, arguments.folders(), folder);
            });
    return new Split(training, validation);
  }

  /** Splits training and validation videos from one data set. */
  private static Split single(TrainingSettings settings, Lists lists, Dataset data) {
    if (lists.training().isPresent() && lists.validation().isPresent()) {
      return Split.byName(data, lists.training().get(), lists.validation().get());
    }
    if (lists.validation().isPresent()) {
      Dataset validation = named(data, lists.validation().get(), "validation");
      return new Split(without(names(validation), data), validation);
    }
    Dataset drawn = lists.training().map(names -> named(data, names, "training")).orElse(data);
    return Split.random(drawn, settings.validation().fraction(), settings.seed());
  }

  private static Dataset named(Dataset data, List<String> names, String list) {
    Set<String> known = names(data);
    if (names.isEmpty()) {
      throw UserException.input("the %s list is empty: name at least one video", list);
    }
    names.stream()
        .filter(name -> !known.contains(name))
        .findFirst()
        .ifPresent(
            name -> {
              throw UserException.input(
                  "video '%s' of the %s list is not in the data set of %d videos: correct its name",
                  name, list, known.size());
            });
    return part(data, Set.copyOf(names)::contains);
  }

  private static Dataset without(Set<String> names, Dataset data) {
    Dataset rest = part(data, name -> !names.contains(name));
    if (rest.videos().isEmpty()) {
      throw UserException.input(
          "no videos left for training: all %d are in other lists; add videos or shorten the lists",
          data.videos().size());
    }
    return rest;
  }

  private static Dataset part(Dataset data, Predicate<String> included) {
    return new Dataset(
        data.layout(),
        data.videos().stream().filter(video -> included.test(video.name())).toList());
  }

  private static Set<String> names(Dataset data) {
    return data.videos().stream().map(Video::name).collect(Collectors.toSet());
  }

  private static void requireTruth(Split split, TrainingSettings settings) {
    boolean chosenByFixations = settings.validation().choice() == ValidationSettings.Choice.NSS;
    for (Video video : split.training().videos()) {
      require(video, video.hasMaps(), "ground-truth maps for training");
      require(
          video,
          video.hasFixations() || !settings.loss().usesFixations(),
          "fixations, required by train.loss.weights.nss");
    }
    for (Video video : split.validation().videos()) {
      require(video, video.hasMaps(), "ground-truth maps for validation");
      require(
          video,
          video.hasFixations() || !settings.loss().usesFixations() && !chosenByFixations,
          "fixations, required by NSS");
    }
  }

  private static void require(Video video, boolean isPresent, String truth) {
    if (!isPresent) {
      throw UserException.input(
          "video '%s' has no %s: add them or exclude the video", video.name(), truth);
    }
  }
}
