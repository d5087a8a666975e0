package org.saliency.dataset;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.saliency.UserException;
import org.saliency.frame.FrameKeys;
import org.saliency.frame.FrameName;
import org.saliency.storage.Storage.Entry;
import org.saliency.video.ImageFile;

/**
 * Data sets of photographs, each a video of one frame: a folder of pictures next to folders of maps
 * and fixations, with the same subfolders and file stems. Without files of fixations, SALICON's
 * annotations ({@code fixations_*.json} in the root, {@code annotations} or {@code fixations}) are
 * used.
 *
 * @param pictures folder of the photographs
 * @param maps folder and suffix of the maps
 * @param fixations folder and suffix of the fixations
 * @param depth depth of the files in these folders: 0 for files directly in them
 * @param areNamedByFolder whether a photograph is named {@code <subfolder>_<stem>}, since stems
 *     repeat between subfolders
 */
record StillFolders(
    String pictures, Truth maps, Truth fixations, int depth, boolean areNamedByFolder)
    implements VideoShape {

  /** Folder in which CAT2000 keeps copies of the maps among the photographs. */
  private static final String COPIES = "Output";

  /** Folders in which annotations may be, besides the root. */
  private static final List<String> ANNOTATIONS = List.of("annotations", "fixations");

  /**
   * Files of ground truth.
   *
   * @param folder that contains them
   * @param suffix between the photograph's stem and the ending
   */
  record Truth(String folder, String suffix) {

    String description(String subfolder) {
      return folder + "/" + subfolder + "*" + suffix;
    }
  }

  private String subfolder() {
    return depth == 0 ? "" : "<folder>/";
  }

  @Override
  public String description() {
    return pictures + "/" + subfolder() + "*.jpg|png";
  }

  @Override
  public String truthDescription() {
    return maps.description(subfolder())
        + ".png|jpg and "
        + fixations.description(subfolder())
        + ".mat|png|jpg";
  }

  @Override
  public boolean isMarkedIn(Folder root) {
    return Stream.of(pictures, maps.folder(), fixations.folder())
        .distinct()
        .filter(name -> root.folder(name).filter(this::hasDepth).isPresent())
        .skip(1)
        .findAny()
        .isPresent();
  }

  /** Whether a folder has subfolders if this structure has them. */
  private boolean hasDepth(Folder folder) {
    return depth == 0
        ? !folder.images().isEmpty()
        : folder.images().isEmpty() && !folder.folders().isEmpty();
  }

  @Override
  public List<VideoParts> parts(Folder root) {
    Map<String, Entry> stills = files(root, pictures, "", ImageFile::isImage);
    Map<String, Entry> mapFiles = files(root, maps.folder(), maps.suffix(), ImageFile::isImage);
    Map<String, Entry> marks =
        files(root, fixations.folder(), fixations.suffix(), StillFolders::holdsFixations);
    Map<String, VideoPart> annotated = marks.isEmpty() ? annotated(root) : Map.of();
    Map<String, Entry> all = new TreeMap<>(NaturalOrder.INSTANCE);
    all.putAll(mapFiles);
    all.putAll(marks);
    if (!stills.isEmpty()) {
      requireAmong(stills, all);
      all.putAll(stills);
    }
    if (all.isEmpty()) {
      throw UserException.input(
          "folder %s contains no photographs (expected %s): check the path and --layout",
          root.path(), description());
    }
    List<VideoParts> videos = new ArrayList<>();
    Map<String, String> places = new LinkedHashMap<>();
    for (Map.Entry<String, Entry> still : all.entrySet()) {
      String place = still.getKey();
      VideoParts video =
          new VideoParts(
              name(place),
              still.getValue().path(),
              part("frames", place, stills),
              part("maps", place, mapFiles),
              part("fixations", place, marks)
                  .or(() -> Optional.ofNullable(annotated.get(stem(place)))));
      requireBothTruths(video, !mapFiles.isEmpty(), !(marks.isEmpty() && annotated.isEmpty()));
      String twin = places.putIfAbsent(video.name(), place);
      if (twin != null) {
        throw UserException.input(
            "%s and %s in %s are both photograph '%s': rename or remove one",
            twin, place, root.path(), video.name());
      }
      videos.add(video);
    }
    return videos;
  }

  /** By folders of photographs such as {@code train} and {@code val}. */
  @Override
  public Map<String, DeclaredSplit.Part> declaredParts(Folder root) {
    Map<String, DeclaredSplit.Part> parts = new HashMap<>();
    if (!areNamedByFolder) {
      for (String place : files(root, pictures, "", ImageFile::isImage).keySet()) {
        if (place.contains("/")) {
          SplitFolders.part(place.substring(0, place.indexOf('/')))
              .ifPresent(part -> parts.put(name(place), part));
        }
      }
    }
    return parts;
  }

  private String name(String place) {
    return areNamedByFolder ? place.replace('/', '_') : stem(place);
  }

  private static String stem(String place) {
    return place.substring(place.lastIndexOf('/') + 1);
  }

  /** The fixations in annotation files of all splits, by the stem of the photograph. */
  private Map<String, VideoPart> annotated(Folder root) {
    Map<String, VideoPart> parts = new HashMap<>();
    Stream.concat(Stream.of(root), ANNOTATIONS.stream().flatMap(n -> root.folder(n).stream()))
        .flatMap(folder -> folder.files(StillFolders::holdsAnnotations).stream())
        .forEach(
            file ->
                root.annotatedImages(file)
                    .forEach(
                        (name, id) ->
                            parts.put(
                                FrameName.stem(name),
                                new VideoPart.FixationList(file, OptionalInt.of(id)))));
    return parts;
  }

  private static boolean holdsAnnotations(Entry file) {
    return file.name().toLowerCase(Locale.ROOT).matches("fixations_.*\\.json");
  }

  private static boolean holdsFixations(String name) {
    return Folder.isMatFile(name) || ImageFile.isImage(name);
  }

  /** The files of one kind by subfolder and stem of their photograph. */
  private Map<String, Entry> files(
      Folder root, String folder, String suffix, Predicate<String> kind) {
    Map<String, Entry> files = new LinkedHashMap<>();
    root.folder(folder).ifPresent(found -> collect(found, "", depth, suffix, kind, files));
    return files;
  }

  private static void collect(
      Folder folder,
      String place,
      int depth,
      String suffix,
      Predicate<String> kind,
      Map<String, Entry> files) {
    if (depth > 0) {
      folder.folders().stream()
          .filter(child -> !child.name().equals(COPIES))
          .forEach(
              child -> collect(child, place + child.name() + "/", depth - 1, suffix, kind, files));
      return;
    }
    for (Entry file : folder.files(entry -> kind.test(entry.name()))) {
      String stem = FrameName.stem(file.name());
      if (stem.endsWith(suffix)) {
        String still = place + stem.substring(0, stem.length() - suffix.length());
        Entry twin = files.putIfAbsent(still, file);
        if (twin != null) {
          throw UserException.input(
              "%s and %s both belong to photograph '%s': rename or remove one",
              twin.path(), file.path(), still);
        }
      }
    }
  }

  private static void requireAmong(Map<String, Entry> stills, Map<String, Entry> truth) {
    for (Map.Entry<String, Entry> file : truth.entrySet()) {
      if (!stills.containsKey(file.getKey())) {
        throw UserException.input(
            "%s belongs to no photograph: add photograph '%s', or remove the file",
            file.getValue().path(), file.getKey());
      }
    }
  }

  /** A photograph may have no ground truth, but not half of it. */
  private static void requireBothTruths(VideoParts video, boolean haveMaps, boolean haveFixations) {
    boolean isHalf = video.maps().isPresent() != video.fixations().isPresent();
    if (isHalf && haveMaps && haveFixations) {
      throw UserException.input(
          "photograph '%s' has a %s, but no %s, as others have: add it, or remove the photograph",
          video.name(),
          video.maps().isPresent() ? "map" : "file of fixations",
          video.maps().isPresent() ? "file of fixations" : "map");
    }
  }

  /** A single photograph, without truth. */
  static VideoParts single(Entry file) {
    String name = FrameName.stem(file.name());
    Optional<VideoPart> frame = part("frames", name, Map.of(name, file));
    return new VideoParts(name, file.path(), frame, Optional.empty(), Optional.empty());
  }

  /** The only frame of a photograph has the key that predictions of the same name have. */
  private static Optional<VideoPart> part(String kind, String place, Map<String, Entry> files) {
    Entry file = files.get(place);
    if (file == null) {
      return Optional.empty();
    }
    String name = stem(place) + ".png";
    String key = FrameKeys.of(List.of(name)).key(name);
    return Optional.of(new VideoPart.Pictures(kind, file.path(), Map.of(key, file)));
  }
}
