package org.saliency.dataset;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.saliency.UserException;
import org.saliency.storage.Storage.Entry;

/**
 * The split that comes with a data set: a file {@code TrainTestSplit.json} in its folder, or
 * folders such as {@code Train} and {@code Test}.
 *
 * @param source what declares it, for messages; empty for none
 * @param parts the part of each video by name
 * @param ignored keys of a file that do not name a part, and lose no video
 * @param error why it cannot be read; empty if it can
 */
public record DeclaredSplit(
    String source, Map<String, Part> parts, List<String> ignored, Optional<UserException> error) {

  /** No split. */
  public static final DeclaredSplit NONE = new DeclaredSplit("", Map.of());

  /** Name of the file that declares a split. */
  static final String FILE = "TrainTestSplit.json";

  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** Part of a data set. */
  public enum Part {
    /** To train on. */
    TRAINING,
    /** To validate on. */
    VALIDATION,
    /** For a test: never trained or validated on. */
    TEST,
    /** Not named by a split that names its training videos. */
    OTHER;

    /** The part that a folder or list is named for, in any case: {@code train}, {@code valset}. */
    static Optional<Part> named(String name) {
      String text = name.toLowerCase(Locale.ROOT);
      if (text.contains("test")) {
        return Optional.of(TEST);
      }
      if (text.contains("val")) {
        return Optional.of(VALIDATION);
      }
      return text.contains("train") ? Optional.of(TRAINING) : Optional.empty();
    }
  }

  public DeclaredSplit {
    parts = Map.copyOf(parts);
    ignored = List.copyOf(ignored);
  }

  /** A split that can be read. */
  public DeclaredSplit(String source, Map<String, Part> parts) {
    this(source, parts, List.of(), Optional.empty());
  }

  /** The names of the videos of a part. */
  public Set<String> names(Part part) {
    return parts.entrySet().stream()
        .filter(entry -> entry.getValue() == part)
        .map(Map.Entry::getKey)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The split declared by folders; none if they declare nothing. */
  static DeclaredSplit ofFolders(Map<String, Part> parts) {
    if (parts.isEmpty()) {
      return NONE;
    }
    String names =
        new TreeSet<>(parts.values())
            .stream()
                .map(part -> part.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
    return new DeclaredSplit("its folders (" + names + ")", parts);
  }

  /**
   * The split declared by a file: an object of lists of names, with or without the endings of video
   * files, under keys that contain {@code train}, {@code val} or {@code test}. Names of videos that
   * are not there are passed over; videos that it does not name are {@link Part#OTHER} if it names
   * training videos. Other keys are {@link #ignored}. It is an {@link #error} when the file is
   * malformed, names a video twice or none of the videos, or has a list under another key that
   * alone names one of them.
   *
   * @param text content of the file
   * @param videos names of the videos of the data set
   */
  static DeclaredSplit ofFile(Entry file, String text, Set<String> videos) {
    try {
      return parsed(file, text, videos);
    } catch (UserException e) {
      return new DeclaredSplit(FILE, Map.of(), List.of(), Optional.of(e));
    }
  }

  private static DeclaredSplit parsed(Entry file, String text, Set<String> videos) {
    JsonNode lists;
    try {
      lists = MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      throw wrong(file, "is not JSON (line " + e.getLocation().getLineNr() + ")", Map.of());
    }
    Map<String, Part> named = new LinkedHashMap<>();
    Map<String, JsonNode> others = new LinkedHashMap<>();
    lists
        .properties()
        .forEach(
            list ->
                Part.named(list.getKey())
                    .ifPresentOrElse(
                        part -> put(file, list, part, videos, named),
                        () -> others.put(list.getKey(), list.getValue())));
    if (named.isEmpty()) {
      throw wrong(file, "has no lists 'train' and 'public_test' of video names", Map.of());
    }
    Map<String, Part> parts = new TreeMap<>(named);
    parts.keySet().retainAll(videos);
    if (parts.isEmpty()) {
      throw wrong(
          file,
          "names none of the " + videos.size() + " videos beside it, for example '%s'",
          named);
    }
    others.forEach((key, list) -> requireNothingLost(file, key, list, videos, parts));
    if (named.containsValue(Part.TRAINING)) {
      videos.forEach(video -> parts.putIfAbsent(video, Part.OTHER));
    }
    return new DeclaredSplit(FILE, parts, List.copyOf(others.keySet()), Optional.empty());
  }

  private static void put(
      Entry file,
      Map.Entry<String, JsonNode> list,
      Part part,
      Set<String> videos,
      Map<String, Part> named) {
    if (!list.getValue().isArray()) {
      throw wrong(file, "has no list of names under '" + list.getKey() + "'", Map.of());
    }
    for (JsonNode element : list.getValue()) {
      if (!element.isTextual()) {
        throw wrong(file, "has an entry that is not a name: " + element, Map.of());
      }
      String name = Split.knownAs(Split.withoutEnding(element.textValue()), videos);
      Part other = named.putIfAbsent(name, part);
      if (other != null) {
        throw wrong(file, "names video '%s' twice", Map.of(name, part));
      }
    }
  }

  /** A misspelt list of test videos would otherwise make them training videos. */
  private static void requireNothingLost(
      Entry file, String key, JsonNode list, Set<String> videos, Map<String, Part> parts) {
    for (JsonNode element : list) {
      String name = Split.knownAs(Split.withoutEnding(element.asText()), videos);
      if (videos.contains(name) && !parts.containsKey(name)) {
        throw wrong(
            file,
            "has video '%s' in the list '"
                + key
                + "', whose name contains neither 'train', 'val' nor 'test'",
            Map.of(name, Part.OTHER));
      }
    }
  }

  private static UserException wrong(Entry file, String problem, Map<String, Part> named) {
    return UserException.input(
        "the split %s %s: correct the file, or set train.follow-split = false",
        file.path(), problem.replace("%s", named.keySet().stream().findFirst().orElse("")));
  }
}
