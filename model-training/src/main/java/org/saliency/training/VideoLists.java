package org.saliency.training;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.saliency.UserException;
import org.saliency.dataset.DeclaredSplit;
import org.saliency.dataset.Split;
import org.saliency.storage.Storage;

/**
 * The lists of video names given to a training job, with the test videos that the data sets
 * declare.
 *
 * @param training names of the training videos; empty for no list
 * @param validation names of the validation videos; empty for no list
 * @param tested names of the videos reserved for testing
 */
record VideoLists(
    Optional<List<String>> training, Optional<List<String>> validation, Set<String> tested) {

  /**
   * Reads the lists.
   *
   * @param known names of all videos
   * @param declared splits of the data sets
   * @throws UserException if a list cannot be read, names an unknown video or one twice, or names a
   *     test video for training or validation
   */
  static VideoLists read(
      TrainingArguments arguments,
      Storage storage,
      Set<String> known,
      List<DeclaredSplit> declared) {
    Set<String> tested = new TreeSet<>();
    arguments.testList().ifPresent(file -> tested.addAll(read(storage, file, "test", known)));
    VideoLists lists =
        new VideoLists(
            arguments.trainingList().map(file -> read(storage, file, "training", known)),
            arguments.validationList().map(file -> read(storage, file, "validation", known)),
            tested);
    lists.requireUntested(
        tested, "video '%s' is in both the %s list and the test list: remove it from one");
    for (DeclaredSplit split : declared) {
      Set<String> tests = split.names(DeclaredSplit.Part.TEST);
      lists.requireUntested(
          tests,
          "video '%s' of the %s list is a test video by "
              + split.source()
              + " of its data set: remove it from the list, or set train.follow-split = false");
      tested.addAll(tests);
    }
    return lists;
  }

  private static List<String> read(Storage storage, String file, String list, Set<String> known) {
    return Split.resolve(Split.readNames(storage, file), list, known);
  }

  /** Whether a list of videos to train or validate on was given. */
  boolean isGiven() {
    return training.isPresent() || validation.isPresent();
  }

  /** The names of the videos in lists to train or validate on. */
  Set<String> named() {
    return Stream.of(training, validation)
        .flatMap(Optional::stream)
        .flatMap(List::stream)
        .collect(Collectors.toSet());
  }

  /** Whether a video is to be trained or validated on by name. */
  boolean names(String video) {
    return Stream.of(training, validation)
        .flatMap(Optional::stream)
        .anyMatch(names -> names.contains(video));
  }

  private void requireUntested(Set<String> tests, String message) {
    training.ifPresent(names -> requireUntested(names, "training", tests, message));
    validation.ifPresent(names -> requireUntested(names, "validation", tests, message));
  }

  @SuppressWarnings("FormatStringAnnotation") // both messages take the video and the list
  private static void requireUntested(
      List<String> names, String list, Set<String> tests, String message) {
    names.stream()
        .filter(tests::contains)
        .findFirst()
        .ifPresent(
            name -> {
              throw UserException.input(message, name, list);
            });
  }
}
