package org.saliency.spark.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.saliency.storage.Text;

/**
 * A folder to score.
 *
 * @param folder contains one folder of images, or video files
 * @param frames number of frames in it
 * @param origin description of the frames for people
 */
record ScoreInput(Path folder, int frames, String origin) {

  /**
   * Writes one folder of images.
   *
   * @param from source of the images, repeated as needed
   * @param frames number of images to write
   * @param folder to create
   */
  static ScoreInput pictures(BenchmarkFrames from, int frames, Path folder) throws IOException {
    List<byte[]> pictures = from.pictures();
    Path video = Files.createDirectories(folder.resolve("video"));
    for (int i = 0; i < frames; i++) {
      Files.write(
          video.resolve(String.format(Locale.ROOT, "%06d.jpg", i + 1)),
          pictures.get(i % pictures.size()));
    }
    int used = Math.min(frames, pictures.size());
    return new ScoreInput(
        folder,
        frames,
        String.format(
            Locale.ROOT,
            "%s of %s of %s",
            Text.count(frames, "frame"),
            Text.count(used, "picture"),
            from.size()));
  }

  /**
   * Provides frames in the user's format: images as {@link #pictures}, or links to video files, one
   * after another and repeated until they have at least the requested number of frames.
   *
   * @param frames requested number of frames
   * @param folder to create
   */
  static ScoreInput asGiven(BenchmarkFrames from, int frames, Path folder) throws IOException {
    if (from.videos().isEmpty()) {
      return pictures(from, frames, folder);
    }
    Files.createDirectories(folder);
    List<String> paths = new ArrayList<>(from.videos().keySet());
    int linked = 0;
    int files = 0;
    while (linked < frames) {
      Path file = Path.of(paths.get(files % paths.size())).toAbsolutePath();
      Files.createSymbolicLink(
          folder.resolve(String.format(Locale.ROOT, "%06d-%s", files + 1, file.getFileName())),
          file);
      linked += from.videos().get(paths.get(files % paths.size())).frames();
      files++;
    }
    return new ScoreInput(
        folder,
        linked,
        String.format(
            Locale.ROOT,
            "%s in %s of %s of %s; %d requested",
            Text.count(linked, "frame"),
            Text.count(files, "whole video"),
            Text.count(Math.min(files, paths.size()), "file"),
            from.size(),
            frames));
  }
}
