package org.saliency.dataset;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.saliency.UserException;
import org.saliency.frame.FrameName;
import org.saliency.storage.Storage.Entry;
import org.saliency.storage.Text;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Data sets with videos and maps as video files in separate folders: {@code Videos/<name>.mp4},
 * {@code Saliency…/…/<name>.mp4} and {@code Fixations…/…/<name>.json} or {@code
 * Fixations…/…/<name>/fixations.json}.
 *
 * @param containers folders that contain these folders, not all of which need exist; empty for the
 *     data set's root
 */
record ChallengeFolders(List<String> containers) implements VideoShape {

  private static final Logger LOG = LoggerFactory.getLogger(ChallengeFolders.class);

  private static final String VIDEOS = "Videos";
  private static final String SALIENCY = "Saliency";
  private static final String FIXATIONS = "Fixations";
  private static final String LIST = "fixations.json";

  /** Maximum depth of maps and fixations in their folders. */
  private static final int DEPTH = 4;

  @Override
  public String description() {
    return prefix() + VIDEOS + "/*.mp4";
  }

  @Override
  public String truthDescription() {
    return prefix() + SALIENCY + "*/**/<video>.mp4 and " + prefix() + FIXATIONS + "*/**/" + LIST;
  }

  private String prefix() {
    return containers.isEmpty() ? "" : String.join("|", containers) + "/";
  }

  @Override
  public boolean isMarkedIn(Folder root) {
    return bases(root).anyMatch(base -> folders(base, "").findAny().isPresent());
  }

  @Override
  public List<VideoParts> parts(Folder root) {
    Map<String, Entry> videos = new TreeMap<>(NaturalOrder.INSTANCE);
    Map<String, Entry> maps = new TreeMap<>(NaturalOrder.INSTANCE);
    Map<String, Entry> fixations = new HashMap<>();
    bases(root)
        .forEach(
            base -> {
              collect(base, VIDEOS, videos, Folder::isVideoFile);
              collect(base, SALIENCY, maps, Folder::isVideoFile);
              collect(base, FIXATIONS, fixations, ChallengeFolders::isList);
            });
    if (videos.isEmpty() && maps.isEmpty()) {
      throw UserException.input(
          "folder %s contains no videos (expected %s): check the path and --layout",
          root.path(), description());
    }
    List<VideoParts> parts = new ArrayList<>();
    for (String name : List.copyOf((videos.isEmpty() ? maps : videos).keySet())) {
      parts.add(
          new VideoParts(
              name,
              root.path(),
              Optional.ofNullable(videos.get(name)).map(f -> new VideoPart.Footage("frames", f)),
              take(maps, name).map(f -> new VideoPart.Footage("maps", f)),
              take(fixations, name).map(VideoPart.FixationList::new)));
    }
    warnOfOthers(maps, fixations);
    return parts;
  }

  private static boolean isList(Entry file) {
    return file.name().toLowerCase(Locale.ROOT).endsWith(".json");
  }

  /** Removes and returns the file of a video, whose name may be in another Unicode form. */
  private static Optional<Entry> take(Map<String, Entry> files, String video) {
    if (files.containsKey(video)) {
      return Optional.of(files.remove(video));
    }
    Optional<String> name =
        files.keySet().stream()
            .filter(other -> FrameName.composed(other).equals(FrameName.composed(video)))
            .findFirst();
    return name.map(files::remove);
  }

  private static void warnOfOthers(Map<String, Entry> maps, Map<String, Entry> fixations) {
    List<String> others =
        Stream.of(maps, fixations)
            .flatMap(files -> files.values().stream())
            .map(Entry::path)
            .sorted()
            .toList();
    if (!others.isEmpty()) {
      LOG.warn(
          "{} of maps and fixations left out, which belong to no video: add the videos, or rename"
              + " the files: {}",
          Text.count(others.size(), "file"),
          Folder.summary(others));
    }
  }

  /** By the folders {@code Train} and {@code Test}. */
  @Override
  public Map<String, DeclaredSplit.Part> declaredParts(Folder root) {
    Map<String, DeclaredSplit.Part> parts = new HashMap<>();
    for (String container : containers) {
      Map<String, Entry> videos = new HashMap<>();
      root.folder(container).ifPresent(base -> collect(base, VIDEOS, videos, Folder::isVideoFile));
      DeclaredSplit.Part part = DeclaredSplit.Part.named(container).orElseThrow();
      videos.keySet().forEach(name -> parts.put(name, part));
    }
    return parts;
  }

  private Stream<Folder> bases(Folder root) {
    return containers.isEmpty()
        ? Stream.of(root)
        : containers.stream().flatMap(name -> root.folder(name).stream());
  }

  /** The folders of videos, maps and fixations whose name has a prefix. */
  private static Stream<Folder> folders(Folder base, String prefix) {
    return base.folders().stream()
        .filter(folder -> folder.name().startsWith(prefix))
        .filter(
            folder ->
                folder.name().equals(VIDEOS)
                    || folder.name().startsWith(SALIENCY)
                    || folder.name().startsWith(FIXATIONS));
  }

  private static void collect(
      Folder base, String prefix, Map<String, Entry> byVideo, Predicate<Entry> kind) {
    folders(base, prefix).forEach(folder -> collect(folder, DEPTH, byVideo, kind));
  }

  private static void collect(
      Folder folder, int depth, Map<String, Entry> byVideo, Predicate<Entry> kind) {
    for (Entry file : folder.files(kind)) {
      // A list of fixations is named for its video, or lies in a folder that is.
      String video =
          file.name().equalsIgnoreCase(LIST) ? folder.name() : FrameName.stem(file.name());
      Entry twin = byVideo.put(video, file);
      if (twin != null) {
        throw UserException.input(
            "%s and %s both belong to video '%s': rename or remove one",
            twin.path(), file.path(), video);
      }
    }
    if (depth > 1) {
      folder.folders().forEach(child -> collect(child, depth - 1, byVideo, kind));
    }
  }
}
