package org.saliency.dataset;

import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.saliency.UserException;
import org.saliency.storage.Storage;
import org.saliency.storage.Text;

/**
 * A data set in two parts that share no video.
 *
 * @param training the videos to learn from, at least one
 * @param validation the videos to check on, at least one
 */
public record Split(Dataset training, Dataset validation) {

  /**
   * Draws whole videos at random. The same seed gives the same split, in whatever order the videos
   * are listed.
   *
   * @param validationFraction share of the videos to check on, above 0 and below 1; rounded to
   *     whole videos, and at least one is left on each side
   * @throws UserException when the fraction is out of range or there are fewer than two videos
   */
  public static Split random(Dataset dataset, double validationFraction, long seed) {
    if (!(validationFraction > 0 && validationFraction < 1)) {
      throw UserException.usage(
          "the validation fraction is %s: choose one above 0 and below 1, for example 0.1",
          validationFraction);
    }
    int count = dataset.videos().size();
    if (count < 2) {
      throw UserException.input(
          "a split takes at least 2 videos, and the data set has %d: add videos, or give other ones"
              + " to validate on",
          count);
    }
    long validationCount = Math.round(validationFraction * count);
    Set<String> validation =
        dataset.videos().stream()
            .map(Video::name)
            .sorted(
                Comparator.comparingLong((String name) -> draw(name, seed))
                    .thenComparing(Comparator.naturalOrder()))
            .limit(Math.max(1, Math.min(count - 1, validationCount)))
            .collect(Collectors.toSet());
    return new Split(
        part(dataset, video -> !validation.contains(video)), part(dataset, validation::contains));
  }

  /**
   * Takes the videos that two lists name; a video in neither is left out.
   *
   * @throws UserException when a list is empty, a video is in both or the data set has none of that
   *     name
   */
  public static Split byName(Dataset dataset, List<String> training, List<String> validation) {
    requireKnown(dataset, "training", training);
    requireKnown(dataset, "validation", validation);
    Set<String> trained = Set.copyOf(training);
    Set<String> validated = Set.copyOf(validation);
    training.stream()
        .filter(validated::contains)
        .findFirst()
        .ifPresent(
            name -> {
              throw UserException.input(
                  "video '%s' is in the training list and in the validation list: keep it in one",
                  name);
            });
    return new Split(part(dataset, trained::contains), part(dataset, validated::contains));
  }

  /**
   * Reads a list of video names, one a line; blank lines are passed over.
   *
   * @throws UserException when the file is missing or cannot be read
   */
  public static List<String> readNames(Storage storage, String file) {
    try {
      String text = Text.decode(storage.read(file));
      return text.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
    } catch (IOException e) {
      throw UserException.input(
          e, "list of videos %s cannot be read (%s): check the path and its rights", file, e);
    }
  }

  private static long draw(String name, long seed) {
    return new SplittableRandom(seed ^ ((long) name.hashCode() << 32)).nextLong();
  }

  private static Dataset part(Dataset dataset, Predicate<String> isIn) {
    return new Dataset(
        dataset.layout(),
        dataset.videos().stream().filter(video -> isIn.test(video.name())).toList());
  }

  private static void requireKnown(Dataset dataset, String list, List<String> names) {
    if (names.isEmpty()) {
      throw UserException.input("the %s list names no video: name at least one", list);
    }
    Set<String> known = dataset.videos().stream().map(Video::name).collect(Collectors.toSet());
    for (String name : names) {
      if (!known.contains(name)) {
        throw UserException.input(
            "video '%s' of the %s list is not in the data set, which has %d videos, the first of"
                + " them '%s': correct the name",
            name, list, known.size(), dataset.videos().get(0).name());
      }
    }
  }
}
