package org.saliency.training;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.saliency.UserException;
import org.saliency.dataset.Dataset;
import org.saliency.dataset.DeclaredSplit;
import org.saliency.dataset.Video;

/**
 * The videos of a data set that can be trained or validated on.
 *
 * @param dataset the videos, at least one
 * @param validation names of those that the data set declares for validation
 * @param leftOut videos left out other than test videos
 */
record UsableVideos(Dataset dataset, Set<String> validation, LeftOut leftOut) {

  /**
   * Leaves out test videos, and what no list names: unreadable videos, videos without the ground
   * truth that the settings require, and those that the data set's split does not name.
   *
   * @throws UserException when a list names an unreadable video, or none is left
   */
  static UsableVideos of(Dataset data, VideoLists lists, TrainingSettings settings) {
    Map<String, String> unreadable = unreadable(data, lists);
    Dataset rest = without(lists.tested(), data);
    List<String> notInSplit = new ArrayList<>();
    Set<String> validation = new TreeSet<>();
    if (settings.followSplit()) {
      notInSplit.addAll(data.split().names(DeclaredSplit.Part.OTHER));
      notInSplit.removeIf(name -> lists.names(name) || unreadable.containsKey(name));
      rest = without(Set.copyOf(notInSplit), rest);
      validation.addAll(data.split().names(DeclaredSplit.Part.VALIDATION));
    }
    List<String> withoutTruth =
        rest.videos().stream()
            .filter(video -> !hasTruth(video, settings))
            .map(Video::name)
            .filter(name -> !lists.names(name))
            .toList();
    if (withoutTruth.size() == rest.videos().size()) {
      withoutTruth = List.of(); // reported as videos that lack what training requires
    }
    rest = without(Set.copyOf(withoutTruth), rest);
    Dataset usable = rest;
    validation.removeIf(
        name -> usable.videos().stream().noneMatch(video -> video.name().equals(name)));
    return new UsableVideos(usable, validation, new LeftOut(withoutTruth, notInSplit, unreadable));
  }

  private static boolean hasTruth(Video video, TrainingSettings settings) {
    return video.hasMaps() && (video.hasFixations() || !settings.loss().usesFixations());
  }

  private static Map<String, String> unreadable(Dataset data, VideoLists lists) {
    Map<String, String> messages = new TreeMap<>();
    for (Dataset.Unreadable video : data.unreadable()) {
      if (lists.names(video.name()) || data.videos().isEmpty()) {
        throw video.error();
      }
      if (!lists.tested().contains(video.name())) {
        messages.put(video.name(), video.error().getMessage());
      }
    }
    return messages;
  }

  /**
   * The videos without those of some names.
   *
   * @throws UserException when none is left
   */
  static Dataset without(Set<String> names, Dataset data) {
    Dataset rest = part(data, name -> !names.contains(name));
    if (rest.videos().isEmpty()) {
      throw UserException.input(
          "no videos left for training: all %d are in other lists or declared for another part by"
              + " the data set%s; add videos, or shorten the lists",
          data.videos().size(),
          data.split().source().isEmpty()
              ? ""
              : " (" + data.split().source() + "; to ignore it, set train.follow-split = false)");
    }
    return rest;
  }

  /** The videos of some names. */
  static Dataset part(Dataset data, Predicate<String> included) {
    return new Dataset(
        data.layout(),
        data.videos().stream().filter(video -> included.test(video.name())).toList(),
        List.of(),
        List.of(),
        data.split());
  }
}
