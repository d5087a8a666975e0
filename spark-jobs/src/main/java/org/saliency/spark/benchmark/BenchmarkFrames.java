package org.saliency.spark.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.saliency.dataset.Datasets;
import org.saliency.dataset.FrameFiles;
import org.saliency.dataset.FrameLocation;
import org.saliency.dataset.Video;
import org.saliency.dataset.VideoFrame;
import org.saliency.drawing.FrameImage;
import org.saliency.frame.Frame;
import org.saliency.frame.Size;
import org.saliency.storage.LocalStorage;
import org.saliency.video.VideoIndex;

/**
 * The frames that are measured with, on the local disk: some pictures, or all frames of video
 * files. Those are taken that have the kind and the size of the first.
 *
 * @param frames at least one
 * @param videos what the video files hold, by path, in order; empty for pictures
 * @param size of each frame
 */
record BenchmarkFrames(List<FrameLocation> frames, Map<String, VideoIndex> videos, Size size) {

  /** Pictures that are measured with at most. */
  private static final int MOST_PICTURES = 32;

  /**
   * Frames of the user.
   *
   * @param input a folder of pictures, of such folders or of video files, or a video file
   * @throws org.saliency.UserException when it holds none, or they cannot be read
   */
  static BenchmarkFrames of(String input) {
    LocalStorage storage = new LocalStorage();
    List<Video> videos = Datasets.read(storage, input, Optional.empty()).videos();
    boolean arePictures = videos.get(0).footage().isEmpty();
    Size size =
        FrameFiles.size(storage, videos.get(0).frames().get(0).image(), videos.get(0).files());
    List<FrameLocation> frames = new ArrayList<>();
    Map<String, VideoIndex> indexes = new LinkedHashMap<>();
    for (Video video : videos) {
      if (video.footage().isEmpty() != arePictures) {
        continue;
      }
      for (VideoFrame frame : video.frames()) {
        if (FrameFiles.size(storage, frame.image(), video.files()).equals(size)) {
          frames.add(frame.image());
          video.footage().ifPresent(index -> indexes.put(frame.image().path(), index));
        }
        if (arePictures && frames.size() == MOST_PICTURES) {
          return new BenchmarkFrames(frames, indexes, size);
        }
      }
    }
    return new BenchmarkFrames(frames, indexes, size);
  }

  /** What they are, for people. */
  @Override
  public String toString() {
    return videos.isEmpty()
        ? "%s of %s".formatted(counted(frames.size(), "picture"), size)
        : "%s of %s of %s"
            .formatted(counted(frames.size(), "frame"), counted(videos.size(), "video file"), size);
  }

  /** A number of things, in words. */
  static String counted(int count, String thing) {
    return count == 1 ? "1 " + thing : count + " " + thing + "s";
  }

  /**
   * Reads them; for one thread, which closes it.
   *
   * @param scaledTo size that they are scaled to as soon as they are decoded; empty for their own
   */
  FrameFiles open(Optional<Size> scaledTo) {
    return FrameFiles.of(new LocalStorage(), videos, scaledTo);
  }

  /** Where a frame is; they come again and again. */
  FrameLocation frame(int index) {
    return frames.get(index % frames.size());
  }

  /**
   * The first frames, decoded.
   *
   * @param most of them
   */
  List<Frame> decoded(int most, Optional<Size> scaledTo) {
    try (FrameFiles files = open(scaledTo)) {
      return frames.stream().limit(most).map(files::image).toList();
    }
  }

  /** Some of them as picture files in memory: as they are, or, of video files, as JPEG. */
  List<byte[]> pictures() throws IOException {
    List<byte[]> pictures = new ArrayList<>();
    if (videos.isEmpty()) {
      for (FrameLocation frame : frames) {
        pictures.add(Files.readAllBytes(Path.of(frame.path())));
      }
    } else {
      for (Frame frame : decoded(MOST_PICTURES, Optional.empty())) {
        pictures.add(FrameImage.jpeg(frame, SyntheticFootage.CAMERA_QUALITY));
      }
    }
    return pictures;
  }
}
