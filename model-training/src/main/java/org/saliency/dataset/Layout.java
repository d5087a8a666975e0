package org.saliency.dataset;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.saliency.UserException;

/**
 * The layouts of data sets on disk, each recognised by its shape. In all of them a single video
 * folder may stand in place of the folder of videos. {@link #UCF_SPORTS} and {@link #HOLLYWOOD2}
 * have the same shape; a folder of that shape is taken for {@code ucf-sports}.
 */
public enum Layout {
  /** Video files directly in the folder, without truth. */
  VIDEOS("videos", new VideoFiles()),

  /** {@code <video>/*.png} or {@code .jpg}, without truth. */
  FRAMES("frames", VideoFolders.framesOnly()),

  /**
   * {@code <video>/frames/*.png} or pictures directly in {@code <video>/}, or a video file beside
   * that folder; maps in {@code <video>/gaussians/}, fixations in {@code <video>/fixations/}.
   */
  MSU_SAVAM(
      "msu-savam",
      VideoFolders.of("gaussians", "fixations", "frames", VideoFolders.ITSELF)
          .withVideoFilesIn(VideoFolders.ITSELF)),

  /**
   * {@code Videos/<name>.mp4}, maps as video files in {@code Saliency…/}, fixations as JSON in
   * {@code Fixations…/}.
   */
  MSU_CHALLENGE("msu-challenge", new ChallengeFolders(List.of())),

  /** The same as {@link #MSU_CHALLENGE} in the folders {@code Train} and {@code Test}. */
  CROWDSAL("crowdsal", new ChallengeFolders(List.of("Train", "Test"))),

  /**
   * {@code annotation/<video>/images/}, or a file in {@code video/} of that number; {@code maps/}
   * and {@code fixation/} beside the images.
   */
  DHF1K(
      "dhf1k",
      VideoFolders.of("maps", "fixation", "images").inside("annotation").withVideoFilesIn("video")),

  /** {@code <clip>/images/}, {@code maps/} and {@code fixation/}. */
  UCF_SPORTS("ucf-sports", VideoFolders.of("maps", "fixation", "images")),

  /** The same as {@link #UCF_SPORTS}. */
  HOLLYWOOD2("hollywood2", VideoFolders.of("maps", "fixation", "images"));

  private final String id;

  @SuppressWarnings("ImmutableEnumChecker") // records of strings and of lists that do not change
  private final VideoShape shape;

  Layout(String id, VideoShape shape) {
    this.id = id;
    this.shape = shape;
  }

  /**
   * The layout of a name as {@code --layout} takes it; empty for {@code auto}.
   *
   * @throws UserException when no layout has that name
   */
  public static Optional<Layout> parse(String text) {
    if (text.equals("auto")) {
      return Optional.empty();
    }
    return Optional.of(
        Arrays.stream(values())
            .filter(layout -> layout.id.equals(text))
            .findFirst()
            .orElseThrow(
                () ->
                    UserException.usage(
                        "there is no layout '%s': choose one of auto, %s",
                        text, names(Arrays.asList(values())))));
  }

  /** The name that {@code --layout} takes. */
  @Override
  public String toString() {
    return id;
  }

  VideoShape shape() {
    return shape;
  }

  /**
   * The layout that a folder has by its shape.
   *
   * @throws UserException when it fits none, or two that differ in shape
   */
  static Layout detect(Folder root) {
    List<Layout> fitting =
        Arrays.stream(values()).filter(layout -> layout.shape.isMarkedIn(root)).toList();
    if (fitting.stream().map(layout -> layout.shape).distinct().count() > 1) {
      throw UserException.input(
          "folder %s fits the layouts %s: name the one that is meant with --layout",
          root.path(), names(fitting));
    }
    if (!fitting.isEmpty()) {
      return fitting.get(0);
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
    throw UserException.input(
        "folder %s fits no layout; looked for %s: point at the folder that holds the videos",
        root.path(),
        Arrays.stream(values())
            .map(layout -> layout.shape.description() + " (" + layout + ")")
            .collect(Collectors.joining(", ")));
  }

  private static String names(List<Layout> layouts) {
    return layouts.stream().map(Layout::toString).collect(Collectors.joining(", "));
  }
}
