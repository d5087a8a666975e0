package org.saliency.spark.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.saliency.dataset.Datasets;
import org.saliency.dataset.FrameFiles;
import org.saliency.dataset.FrameLocation;
import org.saliency.dataset.Video;
import org.saliency.dataset.VideoFrame;
import org.saliency.drawing.FrameImage;
import org.saliency.frame.Frame;
import org.saliency.frame.ScaledFrame;
import org.saliency.frame.Size;
import org.saliency.storage.LocalStorage;
import org.saliency.storage.Text;
import org.saliency.video.VideoIndex;

/**
 * Input frames of a benchmark, on the local disk: some images, or all frames of video files. Frames
 * of another kind or size than the first are skipped.
 *
 * @param frames at least one
 * @param videos indexes of the video files by path, in order; empty for images
 * @param size of each frame
 */
record BenchmarkFrames(List<FrameLocation> frames, Map<String, VideoIndex> videos, Size size) {

  private static final int MAX_PICTURES = 32;

  /**
   * Finds the frames of the user.
   *
   * @param input a video file, or a folder of images, of image folders or of video files
   * @throws org.saliency.UserException when there are none, or they cannot be read
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
        if (arePictures && frames.size() == MAX_PICTURES) {
          return new BenchmarkFrames(frames, indexes, size);
        }
      }
    }
    return new BenchmarkFrames(frames, indexes, size);
  }

  /** Description for people. */
  @Override
  public String toString() {
    return videos.isEmpty()
        ? String.format(Locale.ROOT, "%s of %s", Text.count(frames.size(), "picture"), size)
        : String.format(
            Locale.ROOT,
            "%s of %s of %s",
            Text.count(frames.size(), "frame"),
            Text.count(videos.size(), "video file"),
            size);
  }

  /**
   * Opens the frames for one thread; the caller closes it.
   *
   * @param scaledTo size that frames are scaled to while they are decoded; empty for their own
   */
  FrameFiles open(Optional<Size> scaledTo) {
    return FrameFiles.of(new LocalStorage(), videos, scaledTo);
  }

  /** Location of a frame; indexes beyond the last frame start over. */
  FrameLocation frame(int index) {
    return frames.get(index % frames.size());
  }

  /**
   * Decodes a frame; indexes beyond the last frame start over.
   *
   * @param files opened here, for one thread
   * @param isShown whether it is needed at its own size, too
   */
  ScaledFrame decode(FrameFiles files, int index, boolean isShown) {
    FrameLocation frame = frame(index);
    return isShown
        ? files.imageWithOwnSize(frame, size)
        : new ScaledFrame(files.image(frame), Optional.empty());
  }

  /**
   * Decodes the first frames.
   *
   * @param limit maximum number of frames
   */
  List<Frame> decoded(int limit, Optional<Size> scaledTo) {
    try (FrameFiles files = open(scaledTo)) {
      return frames.stream().limit(limit).map(files::image).toList();
    }
  }

  /** Image files in memory: the images themselves, or the first frames of videos as JPEG. */
  List<byte[]> pictures() throws IOException {
    List<byte[]> pictures = new ArrayList<>();
    if (videos.isEmpty()) {
      for (FrameLocation frame : frames) {
        pictures.add(Files.readAllBytes(Path.of(frame.path())));
      }
    } else {
      for (Frame frame : decoded(MAX_PICTURES, Optional.empty())) {
        pictures.add(FrameImage.jpeg(frame, SyntheticFootage.CAMERA_QUALITY));
      }
    }
    return pictures;
  }
}
