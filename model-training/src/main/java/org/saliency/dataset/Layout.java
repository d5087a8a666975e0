package org.saliency.dataset;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.saliency.UserException;
import org.saliency.settings.Settings;

/**
 * The layouts of data sets on disk, recognised by their folders. A single video folder may replace
 * the folder of videos. {@link #UCF_SPORTS} and {@link #HOLLYWOOD2} look the same and are detected
 * as {@code ucf-sports}.
 */
public enum Layout {
  /** Video files directly in the folder, without truth. */
  VIDEOS(new VideoFiles()),

  /** {@code <video>/*.png} or {@code .jpg}, without truth. */
  FRAMES(VideoFolders.framesOnly()),

  /**
   * {@code <video>/frames/*.png}, or images directly in {@code <video>/}, or a video file next to
   * that folder; maps in {@code <video>/gaussians/}, fixations in {@code <video>/fixations/}.
   */
  MSU_SAVAM(
      VideoFolders.of("gaussians", "fixations", "frames", VideoFolders.ITSELF)
          .withVideoFilesIn(VideoFolders.ITSELF)),

  /**
   * {@code Videos/<name>.mp4}, maps as video files in {@code Saliency…/}, fixations as JSON in
   * {@code Fixations…/}.
   */
  MSU_CHALLENGE(new ChallengeFolders(List.of())),

  /** As {@link #MSU_CHALLENGE}, inside the folders {@code Train} and {@code Test}. */
  CROWDSAL(new ChallengeFolders(List.of("Train", "Test"))),

  /**
   * {@code annotation/<video>/images/}, or the file in {@code video/} with the same number; {@code
   * maps/} and {@code fixation/} next to the images.
   */
  DHF1K(
      VideoFolders.of("maps", "fixation", "images").inside("annotation").withVideoFilesIn("video")),

  /** {@code <clip>/images/}, {@code maps/} and {@code fixation/}. */
  UCF_SPORTS(VideoFolders.of("maps", "fixation", "images")),

  /** As {@link #UCF_SPORTS}. */
  HOLLYWOOD2(VideoFolders.of("maps", "fixation", "images")),

  /**
   * Photographs: {@code images/<folder>/*.jpg}, {@code maps/<folder>/*.png} and {@code
   * fixations/<folder>/*.mat}, with the folders {@code train}, {@code val} and {@code test}.
   */
  SALICON(
      new StillFolders(
          "images",
          new StillFolders.Truth("maps", ""),
          new StillFolders.Truth("fixations", ""),
          1,
          false)),

  /**
   * Photographs: {@code ALLSTIMULI/*.jpeg}, {@code ALLFIXATIONMAPS/*_fixMap.jpg} and {@code
   * *_fixPts.jpg}.
   */
  MIT1003(
      new StillFolders(
          "ALLSTIMULI",
          new StillFolders.Truth("ALLFIXATIONMAPS", "_fixMap"),
          new StillFolders.Truth("ALLFIXATIONMAPS", "_fixPts"),
          0,
          false)),

  /**
   * Photographs: {@code Stimuli/<category>/*.jpg}, {@code FIXATIONMAPS/<category>/*.jpg} and {@code
   * FIXATIONLOCS/<category>/*.mat}, named {@code <category>_<number>}.
   */
  CAT2000(
      new StillFolders(
          "Stimuli",
          new StillFolders.Truth("FIXATIONMAPS", ""),
          new StillFolders.Truth("FIXATIONLOCS", ""),
          1,
          true));

  /** Folders in which a layout is looked for to name them in an error. */
  private static final int FOLDERS_TRIED = 20;

  @SuppressWarnings("ImmutableEnumChecker") // records of strings and immutable lists
  private final VideoShape shape;

  Layout(VideoShape shape) {
    this.shape = shape;
  }

  /**
   * Parses the value of {@code --layout}; empty for {@code auto}.
   *
   * @throws UserException when no layout has this name
   */
  public static Optional<Layout> parse(String text) {
    if (text.equals("auto")) {
      return Optional.empty();
    }
    Optional<Layout> layout = Settings.find(Layout.class, text);
    if (layout.isEmpty()) {
      throw UserException.usage(
          "Invalid layout '%s': expected one of auto, %s", text, Settings.names(Layout.class));
    }
    return layout;
  }

  /** The name in options. */
  @Override
  public String toString() {
    return Settings.kebab(this);
  }

  /** The expected paths of frames, for example {@code <video>/images/*.png}. */
  public String description() {
    return shape.description();
  }

  VideoShape shape() {
    return shape;
  }

  /**
   * Detects the layout of a folder.
   *
   * @throws UserException when it matches none, or several that differ
   */
  static Layout detect(Folder root) {
    List<Layout> matching = marked(root);
    if (matching.stream().map(layout -> layout.shape).distinct().count() > 1) {
      throw UserException.input(
          "folder %s matches several layouts, %s: choose one with --layout",
          root.path(), names(matching));
    }
    if (!matching.isEmpty()) {
      return matching.get(0);
    }
    if (Stream.concat(Stream.of(root), root.folders().stream())
        .anyMatch(folder -> !folder.images().isEmpty())) {
      return FRAMES;
    }
    if (!root.videoFiles().isEmpty()) {
      return VIDEOS;
    }
    List<String> others = root.otherVideoFiles().toList();
    if (!others.isEmpty()) {
      throw UserException.input(
          "Folder %s has only video files of kinds that are not read (%s): convert them to mp4",
          root.path(), Folder.summary(others));
    }
    Optional<Folder> deeper = markedBelow(root.folders());
    if (deeper.isPresent()) {
      throw UserException.input(
          "folder %s matches no layout, but %s in it matches %s: give that folder",
          root.path(), deeper.get().path(), marked(deeper.get()).get(0));
    }
    throw UserException.input(
        "folder %s matches no layout (expected %s): give the folder that contains the videos",
        root.path(),
        Arrays.stream(values())
            .map(layout -> layout.shape.description() + " (" + layout + ")")
            .collect(Collectors.joining(", ")));
  }

  /** The first folder with a layout among some folders or, if none has one, in them. */
  private static Optional<Folder> markedBelow(List<Folder> folders) {
    List<Folder> first = folders.stream().limit(FOLDERS_TRIED).toList();
    Stream<Folder> inThem = first.stream().flatMap(f -> f.folders().stream()).limit(FOLDERS_TRIED);
    return Stream.concat(first.stream(), inThem)
        .filter(folder -> !marked(folder).isEmpty())
        .findFirst();
  }

  /** The layouts whose typical folders a folder contains. */
  static List<Layout> marked(Folder root) {
    List<Layout> marked =
        Arrays.stream(values()).filter(layout -> layout.shape.isMarkedIn(root)).toList();
    // The folders of photographs have the names of those of a single clip.
    List<Layout> stills =
        marked.stream().filter(layout -> layout.shape instanceof StillFolders).toList();
    return stills.isEmpty() ? marked : stills;
  }

  private static String names(List<Layout> layouts) {
    return layouts.stream().map(Layout::toString).collect(Collectors.joining(", "));
  }
}
