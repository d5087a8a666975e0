package org.saliency.training;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.saliency.UserException;
import org.saliency.dataset.Dataset;
import org.saliency.dataset.Datasets;
import org.saliency.dataset.DeclaredSplit;
import org.saliency.dataset.Split;
import org.saliency.dataset.Video;
import org.saliency.dataset.VideoIndexer;
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
 * @param listed names of the videos in lists to train or validate on
 * @param source what declares the split of the data sets; empty for nothing
 * @param leftOut videos left out
 */
record TrainingVideos(
    Split split,
    List<String> tested,
    Map<String, Double> weights,
    Set<String> listed,
    String source,
    LeftOut leftOut) {

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

  /**
   * Reads the data sets and lists, and splits the videos.
   *
   * @param indexer indexes video files
   * @throws UserException if a file cannot be read, training and validation share a video, or a
   *     video lacks ground truth that the settings require
   */
  static TrainingVideos read(
      TrainingArguments arguments,
      TrainingSettings settings,
      Storage storage,
      VideoIndexer indexer) {
    MergedData merged = MergedData.read(arguments.data(), arguments.layout(), storage, indexer);
    Dataset all = merged.dataset();
    Optional<Dataset> other =
        arguments
            .validationData()
            .map(folder -> Datasets.readAll(storage, folder, arguments.layout(), indexer));
    List<Dataset> sets = Stream.concat(Stream.of(all), other.stream()).toList();
    List<DeclaredSplit> declared =
        settings.followSplit() ? sets.stream().map(TrainingVideos::split).toList() : List.of();
    Set<String> known = sets.stream().flatMap(TrainingVideos::allNames).collect(Collectors.toSet());
    VideoLists lists = VideoLists.read(arguments, storage, known, declared);
    UsableVideos data = UsableVideos.of(all, lists, settings);
    Optional<UsableVideos> validation = other.map(set -> UsableVideos.of(set, lists, settings));
    Split split =
        validation.isPresent()
            ? separate(arguments, lists, data.dataset(), validation.get().dataset())
            : single(settings, lists, data);
    SharedFiles.requireNone(split);
    requireTruth(split, settings);
    LeftOut leftOut =
        validation.map(set -> data.leftOut().and(set.leftOut())).orElse(data.leftOut());
    leftOut.warn(LOG);
    List<String> otherKinds = sets.stream().flatMap(set -> set.leftOut().stream()).toList();
    if (!otherKinds.isEmpty()) {
      LOG.warn(
          "{} video files of kinds that are not read are left out, convert them to mp4: {}",
          otherKinds.size(),
          LeftOut.first(otherKinds));
    }
    String source =
        declared.stream()
            .map(DeclaredSplit::source)
            .filter(text -> !text.isEmpty())
            .distinct()
            .collect(Collectors.joining("; "));
    return new TrainingVideos(
        split,
        lists.tested().stream().sorted().toList(),
        merged.weights(),
        lists.named(),
        source,
        leftOut);
  }

  /** The number of videos in each part, for the user. */
  String summary() {
    return String.format(
        Locale.ROOT,
        "videos: %d to train on, %d to validate on, %d test videos%s, %d left out",
        split.training().videos().size(),
        split.validation().videos().size(),
        tested.size(),
        source.isEmpty() ? "" : ", by " + source,
        leftOut.count());
  }

  /**
   * The same without videos that turned out to be bad.
   *
   * @param bad messages by name
   */
  TrainingVideos without(Map<String, String> bad) {
    if (bad.isEmpty()) {
      return this;
    }
    LeftOut found = new LeftOut(List.of(), List.of(), bad);
    found.warn(LOG);
    Split rest =
        new Split(
            UsableVideos.without(bad.keySet(), split.training()),
            UsableVideos.without(bad.keySet(), split.validation()));
    return new TrainingVideos(rest, tested, weights, listed, source, leftOut.and(found));
  }

  private static DeclaredSplit split(Dataset dataset) {
    DeclaredSplit split = dataset.split();
    split
        .error()
        .ifPresent(
            error -> {
              throw error;
            });
    if (!split.ignored().isEmpty()) {
      LOG.warn(
          "{} has keys that are ignored, as their names contain neither 'train', 'val' nor 'test':"
              + " {}",
          split.source(),
          LeftOut.first(split.ignored()));
    }
    return split;
  }

  private static Stream<String> allNames(Dataset dataset) {
    return Stream.concat(
        dataset.videos().stream().map(Video::name),
        dataset.unreadable().stream().map(Dataset.Unreadable::name));
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

  /** Splits training and validation videos from separate data sets. */
  private static Split separate(
      TrainingArguments arguments, VideoLists lists, Dataset data, Dataset other) {
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
  private static Split single(TrainingSettings settings, VideoLists lists, UsableVideos usable) {
    Dataset data = usable.dataset();
    if (lists.training().isPresent() && lists.validation().isPresent()) {
      return Split.byName(data, lists.training().get(), lists.validation().get());
    }
    if (!lists.isGiven() && !usable.validation().isEmpty()) {
      return new Split(
          UsableVideos.without(usable.validation(), data),
          UsableVideos.part(data, usable.validation()::contains));
    }
    if (lists.validation().isPresent()) {
      Dataset validation = named(data, lists.validation().get(), "validation");
      return new Split(UsableVideos.without(names(validation), data), validation);
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
    return UsableVideos.part(data, Set.copyOf(names)::contains);
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
