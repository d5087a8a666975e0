package org.saliency.dataset;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.saliency.UserException;
import org.saliency.frame.FrameName;
import org.saliency.storage.Storage.Entry;

/**
 * The pictures of one video, by {@link FrameName#key} and in the order of frames.
 *
 * @param frames its frames; empty when there are none
 * @param maps its maps; absent when it has no folder of maps
 * @param fixations its fixations; absent when it has no folder of fixations
 */
record VideoParts(
    Map<String, Entry> frames,
    Optional<Map<String, Entry>> maps,
    Optional<Map<String, Entry>> fixations) {

  /** One kind of picture. */
  private record Part(String kind, Folder folder, Map<String, Entry> pictures) {

    static Part of(String kind, Folder folder) {
      Map<String, Entry> pictures = new LinkedHashMap<>();
      for (Entry image :
          folder.images().stream()
              .sorted(Comparator.comparing(Entry::name, FrameName.ORDER))
              .toList()) {
        Entry twin = pictures.putIfAbsent(FrameName.key(image.name()), image);
        if (twin != null) {
          throw UserException.input(
              "%s and %s in %s are both frame %s: rename one or take it out",
              twin.name(), image.name(), folder.path(), FrameName.key(image.name()));
        }
      }
      return new Part(kind, folder, pictures);
    }
  }

  /**
   * Finds what a video's folder holds.
   *
   * @throws UserException when frames, maps and fixations, as far as they are there, differ in
   *     number or do not match
   */
  static VideoParts of(VideoFolders shape, Folder video) {
    Optional<Part> frames =
        shape.frames().stream()
            .flatMap(name -> VideoFolders.part(video, name).stream())
            .filter(folder -> !folder.images().isEmpty())
            .findFirst()
            .map(folder -> Part.of("frames", folder));
    Optional<Part> maps =
        shape.maps().flatMap(video::folder).map(folder -> Part.of("maps", folder));
    Optional<Part> fixations =
        shape.fixations().flatMap(video::folder).map(folder -> Part.of("fixations", folder));
    List<Part> present = new ArrayList<>();
    frames.ifPresent(present::add);
    maps.ifPresent(present::add);
    fixations.ifPresent(present::add);
    requireMatch(video, present);
    return new VideoParts(
        frames.map(Part::pictures).orElse(Map.of()),
        maps.map(Part::pictures),
        fixations.map(Part::pictures));
  }

  /** The truth of each frame; empty without maps and fixations. */
  Map<String, FrameTruth> truth() {
    Map<String, FrameTruth> truth = new LinkedHashMap<>();
    for (String key : maps.or(() -> fixations).orElse(Map.of()).keySet()) {
      truth.put(
          key,
          new FrameTruth(
              maps.map(entries -> entries.get(key).path()),
              fixations.map(entries -> entries.get(key).path())));
    }
    return Collections.unmodifiableMap(truth);
  }

  private static void requireMatch(Folder video, List<Part> parts) {
    for (Part having : parts) {
      for (Part lacking : parts) {
        for (Map.Entry<String, Entry> picture : having.pictures().entrySet()) {
          if (!lacking.pictures().containsKey(picture.getKey())) {
            throw UserException.input(
                "video '%s' in %s has %s; frame %s is in %s but not in %s:"
                    + " add what is missing, or take its partners out",
                video.name(),
                video.path(),
                parts.stream()
                    .map(part -> part.pictures().size() + " " + part.kind())
                    .collect(Collectors.joining(", ")),
                picture.getKey(),
                picture.getValue().path(),
                lacking.folder().path());
          }
        }
      }
    }
  }
}
