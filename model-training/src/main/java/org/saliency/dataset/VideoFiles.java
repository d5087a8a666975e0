package org.saliency.dataset;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.saliency.UserException;
import org.saliency.frame.FrameName;
import org.saliency.storage.Storage.Entry;

/** Data sets of video files in a folder, without truth. */
record VideoFiles() implements VideoShape {

  @Override
  public String description() {
    return "*.mp4|m4v|mov|3gp|mkv|webm|avi";
  }

  @Override
  public String truthDescription() {
    return "none, since this layout only has video files; others have Saliency/<video>.mp4 or"
        + " <video>/gaussians/*.png";
  }

  @Override
  public boolean isMarkedIn(Folder root) {
    return false; // the last choice, see Layout
  }

  @Override
  public List<VideoParts> parts(Folder root) {
    List<VideoParts> videos =
        root.videoFiles().stream()
            .map(VideoFiles::single)
            .sorted(Comparator.comparing(VideoParts::name, NaturalOrder.INSTANCE))
            .toList();
    for (int i = 1; i < videos.size(); i++) {
      requireDistinct(videos.get(i - 1), videos.get(i));
    }
    if (videos.isEmpty()) {
      throw UserException.input(
          "folder %s contains no video files (expected %s): check the path and --layout",
          root.path(), description());
    }
    return videos;
  }

  /** A single video file. */
  static VideoParts single(Entry file) {
    return new VideoParts(
        FrameName.stem(file.name()),
        file.path(),
        Optional.of(new VideoPart.Footage("frames", file)),
        Optional.empty(),
        Optional.empty());
  }

  private static void requireDistinct(VideoParts one, VideoParts other) {
    if (one.name().equals(other.name())) {
      throw UserException.input(
          "%s and %s are both video '%s': rename or remove one",
          one.place(), other.place(), one.name());
    }
  }
}
