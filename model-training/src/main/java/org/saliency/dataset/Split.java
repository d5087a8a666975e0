package org.saliency.dataset;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.saliency.UserException;
import org.saliency.frame.FrameName;
import org.saliency.storage.FileErrors;
import org.saliency.storage.Storage;
import org.saliency.storage.Text;

/**
 * A data set split into training and validation videos.
 *
 * @param training at least one video
 * @param validation at least one video
 */
public record Split(Dataset training, Dataset validation) {

  /** A shot of a clip, such as {@code actioncliptrain00012_3}. */
  private static final Pattern HOLLYWOOD2_SHOT =
      Pattern.compile("(.*(?:action|scene)clip(?:auto)?(?:train|test)\\d+)[_-].+");

  private static final Pattern SHOT = Pattern.compile("(.+)[_-]\\d+");

  /**
   * Splits at random. The same seed gives the same split for any order of the videos. Shots of a
   * clip of Hollywood2 stay together.
   *
   * @param validationFraction fraction of validation videos, above 0 and below 1; rounded, with at
   *     least one video on each side
   * @throws UserException when the fraction is out of range or there are fewer than two videos
   */
  public static Split random(Dataset dataset, double validationFraction, long seed) {
    if (!(validationFraction > 0 && validationFraction < 1)) {
      throw UserException.usage(
          "Invalid validation fraction '%s': expected a number above 0 and below 1, for example 0.1",
          validationFraction);
    }
    Map<String, List<String>> clips =
        dataset.videos().stream()
            .map(Video::name)
            .collect(Collectors.groupingBy(name -> clip(dataset.layout(), name)));
    if (clips.size() < 2) {
      throw UserException.input(
          "a split needs at least 2 videos, but the data set has %d%s: add videos, or give separate"
              + " validation data",
          dataset.videos().size(),
          dataset.videos().size() > 1 ? " of clip '" + clips.keySet().iterator().next() + "'" : "");
    }
    long validationCount = Math.round(validationFraction * dataset.videos().size());
    List<String> drawn =
        clips.keySet().stream()
            .sorted(
                Comparator.comparingLong((String clip) -> draw(clip, seed))
                    .thenComparing(Comparator.naturalOrder()))
            .limit(clips.size() - 1L)
            .toList();
    Set<String> validation = new HashSet<>();
    for (String clip : drawn) {
      if (validation.isEmpty() || validation.size() < validationCount) {
        validation.addAll(clips.get(clip));
      }
    }
    return new Split(
        part(dataset, video -> !validation.contains(video)), part(dataset, validation::contains));
  }

  /**
   * Splits by two lists of names; other videos are left out.
   *
   * @throws UserException when a list is empty, or a video is in both lists or not in the data set
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
                  "video '%s' is in both the training list and the validation list: remove it from one",
                  name);
            });
    return new Split(part(dataset, trained::contains), part(dataset, validated::contains));
  }

  /**
   * Reads a list of video names, one a line; blank lines are passed over. The text is UTF-8, or
   * UTF-16 with a byte order mark.
   *
   * @throws UserException when the file is missing or cannot be read
   */
  public static List<String> readNames(Storage storage, String file) {
    try {
      String text = Text.decode(storage.read(file));
      return text.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
    } catch (NoSuchFileException | FileNotFoundException e) {
      throw UserException.input(e, "list of videos %s does not exist: check the path", file);
    } catch (IOException e) {
      throw UserException.input(
          e,
          "list of videos %s cannot be read (%s): check the path and its permissions",
          file,
          FileErrors.reason(e));
    }
  }

  /**
   * The names of a list as the videos are named: a name that is not known loses the ending of a
   * video file.
   *
   * @param list what the list is called in messages
   * @param known names of the videos of all data sets
   * @throws UserException when a name is not known or a video is named twice
   */
  public static List<String> resolve(List<String> names, String list, Set<String> known) {
    List<String> resolved = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (String name : names) {
      String video = known.contains(name) ? name : knownAs(withoutEnding(name), known);
      if (!known.contains(video)) {
        throw UserException.input(
            "Video '%s' of the %s list is in none of the data sets, which have %d videos: correct"
                + " its name",
            name, list, known.size());
      }
      if (!seen.add(video)) {
        throw UserException.input(
            "Video '%s' is in the %s list twice: remove one of the lines", video, list);
      }
      resolved.add(video);
    }
    return resolved;
  }

  /** A video's name without the ending of a video file, if it has one. */
  public static String withoutEnding(String name) {
    return Folder.hasVideoEnding(name) ? FrameName.stem(name) : name;
  }

  /** A name as it is known: the same, or the one that differs only in its Unicode form. */
  static String knownAs(String name, Set<String> known) {
    if (known.contains(name)) {
      return name;
    }
    String composed = FrameName.composed(name);
    return known.stream()
        .filter(other -> FrameName.composed(other).equals(composed))
        .findFirst()
        .orElse(name);
  }

  /** The clip that a video is a shot of, or the video. */
  private static String clip(Layout layout, String name) {
    Matcher shot = (layout == Layout.HOLLYWOOD2 ? SHOT : HOLLYWOOD2_SHOT).matcher(name);
    return shot.matches() ? shot.group(1) : name;
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
      throw UserException.input("the %s list is empty: name at least one video", list);
    }
    Set<String> known = dataset.videos().stream().map(Video::name).collect(Collectors.toSet());
    for (String name : names) {
      if (!known.contains(name)) {
        throw UserException.input(
            "video '%s' of the %s list is not in the data set, which has %d videos, the first being"
                + " '%s': correct the name",
            name, list, known.size(), dataset.videos().get(0).name());
      }
    }
  }
}
