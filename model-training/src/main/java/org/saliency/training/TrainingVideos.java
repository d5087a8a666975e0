package org.saliency.training;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.saliency.UserException;
import org.saliency.dataset.Dataset;
import org.saliency.dataset.Datasets;
import org.saliency.dataset.Split;
import org.saliency.dataset.Video;
import org.saliency.storage.Storage;
import org.saliency.video.VideoIndex;

/**
 * The videos of a training run.
 *
 * @param split to learn from and to check on; no video is on both sides
 * @param tested names of the videos that a test will be run on; none of them is in the split
 */
record TrainingVideos(Split split, List<String> tested) {

  /** What the video files hold that frames and maps are in, by path. */
  Map<String, VideoIndex> files() {
    Map<String, VideoIndex> files = new HashMap<>(split.training().files());
    files.putAll(split.validation().files());
    return files;
  }

  /** The lists of names that were given. */
  private record Lists(
      Optional<List<String>> training, Optional<List<String>> validation, Set<String> tested) {

    static Lists read(TrainingArguments arguments, Storage storage) {
      Lists lists =
          new Lists(
              arguments.trainingList().map(file -> Split.readNames(storage, file)),
              arguments.validationList().map(file -> Split.readNames(storage, file)),
              arguments
                  .testList()
                  .map(file -> Set.copyOf(Split.readNames(storage, file)))
                  .orElse(Set.of()));
      lists.training.ifPresent(names -> lists.requireUntested(names, "training"));
      lists.validation.ifPresent(names -> lists.requireUntested(names, "validation"));
      return lists;
    }

    private void requireUntested(List<String> names, String list) {
      names.stream()
          .filter(tested::contains)
          .findFirst()
          .ifPresent(
              name -> {
                throw UserException.input(
                    "video '%s' is in the %s list and in the test list: keep it in one",
                    name, list);
              });
    }
  }

  /**
   * Reads the data sets and lists, and divides the videos.
   *
   * @throws UserException when something cannot be read, a video is on two sides, or a video lacks
   *     what the settings ask for
   */
  static TrainingVideos read(
      TrainingArguments arguments, TrainingSettings settings, Storage storage) {
    Lists lists = Lists.read(arguments, storage);
    Dataset data =
        without(lists.tested(), Datasets.read(storage, arguments.data(), arguments.layout()));
    Split split =
        arguments.validationData().isPresent()
            ? apart(arguments, lists, data, storage)
            : within(settings, lists, data);
    requireTruth(split, settings);
    return new TrainingVideos(split, lists.tested().stream().sorted().toList());
  }

  /**
   * Checks that none of them is one that the initial model is to be tested on.
   *
   * @throws UserException otherwise
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
                  "video '%s' is declared as a test of the model that training starts from: leave"
                      + " it out, for example by --test-list",
                  name);
            });
  }

  /** Training videos from one data set, validation videos from another. */
  private static Split apart(
      TrainingArguments arguments, Lists lists, Dataset data, Storage storage) {
    String folder = arguments.validationData().orElseThrow();
    Dataset other = without(lists.tested(), Datasets.read(storage, folder, arguments.layout()));
    Dataset training = lists.training().map(names -> named(data, names, "training")).orElse(data);
    Dataset validation =
        lists.validation().map(names -> named(other, names, "validation")).orElse(other);
    Set<String> learned = names(training);
    names(validation).stream()
        .filter(learned::contains)
        .sorted()
        .findFirst()
        .ifPresent(
            name -> {
              throw UserException.input(
                  "video '%s' is in the training data %s and in the validation data %s, and a"
                      + " network cannot be checked on what it learned: leave it out of one, or"
                      + " rename it if it is another video",
                  name, arguments.data(), folder);
            });
    return new Split(training, validation);
  }

  /** Both from one data set. */
  private static Split within(TrainingSettings settings, Lists lists, Dataset data) {
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
      throw UserException.input("the %s list names no video: name at least one", list);
    }
    names.stream()
        .filter(name -> !known.contains(name))
        .findFirst()
        .ifPresent(
            name -> {
              throw UserException.input(
                  "video '%s' of the %s list is not in the data set of %d videos: correct the name",
                  name, list, known.size());
            });
    return part(data, Set.copyOf(names)::contains);
  }

  private static Dataset without(Set<String> names, Dataset data) {
    Dataset rest = part(data, name -> !names.contains(name));
    if (rest.videos().isEmpty()) {
      throw UserException.input(
          "no video is left to learn from, all %d are in the other lists: add videos, or shorten"
              + " the lists",
          data.videos().size());
    }
    return rest;
  }

  private static Dataset part(Dataset data, Predicate<String> isIn) {
    return new Dataset(
        data.layout(), data.videos().stream().filter(video -> isIn.test(video.name())).toList());
  }

  private static Set<String> names(Dataset data) {
    return data.videos().stream().map(Video::name).collect(Collectors.toSet());
  }

  private static void requireTruth(Split split, TrainingSettings settings) {
    boolean chosenByFixations = settings.validation().choice() == ValidationSettings.Choice.NSS;
    for (Video video : split.training().videos()) {
      require(video, video.hasMaps(), "ground-truth maps to learn from");
      require(
          video,
          video.hasFixations() || !settings.loss().takesFixations(),
          "fixations, which train.loss.weights.nss takes");
    }
    for (Video video : split.validation().videos()) {
      require(video, video.hasMaps(), "ground-truth maps to check on");
      require(
          video,
          video.hasFixations() || !settings.loss().takesFixations() && !chosenByFixations,
          "fixations, which NSS takes");
    }
  }

  private static void require(Video video, boolean isThere, String what) {
    if (!isThere) {
      throw UserException.input(
          "video '%s' has no %s: add them, or leave it out", video.name(), what);
    }
  }
}
