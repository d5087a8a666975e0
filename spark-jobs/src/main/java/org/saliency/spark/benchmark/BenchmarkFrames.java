package org.saliency.spark.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.saliency.UserException;
import org.saliency.dataset.Datasets;
import org.saliency.dataset.FrameLocation;
import org.saliency.dataset.Video;
import org.saliency.dataset.VideoFrame;
import org.saliency.frame.Frame;
import org.saliency.frame.Size;
import org.saliency.storage.LocalStorage;
import org.saliency.video.ImageFile;

/**
 * The frames that are measured with, as files in memory.
 *
 * @param files all of one size, at least one
 * @param size of each
 */
record BenchmarkFrames(List<byte[]> files, Size size) {

  /** Frames of the user, those that have the size of the first. */
  static BenchmarkFrames of(String input, int most) throws IOException {
    LocalStorage storage = new LocalStorage();
    List<byte[]> files = new ArrayList<>();
    Size size = null;
    for (Video video : Datasets.read(storage, input, Optional.empty()).videos()) {
      for (VideoFrame frame : video.frames()) {
        String path = picture(frame.image());
        byte[] file = storage.read(path);
        Size own = ImageFile.read(file, path).size();
        size = size == null ? own : size;
        if (own.equals(size)) {
          files.add(file);
        }
        if (files.size() == most) {
          return new BenchmarkFrames(files, size);
        }
      }
    }
    return new BenchmarkFrames(files, size);
  }

  private static String picture(FrameLocation image) {
    if (!image.isFile()) {
      throw UserException.input(
          "%s is a video file, and pictures are measured with: give a folder of frames",
          image.path());
    }
    return image.path();
  }

  byte[] file(int index) {
    return files.get(index % files.size());
  }

  Frame frame(int index) {
    return ImageFile.read(file(index), "frame " + index);
  }

  /** Writes a video of so many frames, repeating them as needed. */
  Path write(Path folder, int frames) throws IOException {
    Path video = Files.createDirectories(folder.resolve("video"));
    for (int i = 0; i < frames; i++) {
      Files.write(video.resolve("%06d.jpg".formatted(i + 1)), file(i));
    }
    return folder;
  }
}
