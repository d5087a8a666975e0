package org.saliency.spark.benchmark;

import static org.saliency.spark.benchmark.BenchmarkFrames.counted;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A folder to be scored.
 *
 * @param folder of one folder of pictures, or of video files
 * @param frames that it has
 * @param origin what they are, for people
 */
record ScoreInput(Path folder, int frames, String origin) {

  /**
   * A video of so many pictures, which are repeated as needed.
   *
   * @param folder to be made
   */
  static ScoreInput pictures(BenchmarkFrames from, int frames, Path folder) throws IOException {
    List<byte[]> pictures = from.pictures();
    Path video = Files.createDirectories(folder.resolve("video"));
    for (int i = 0; i < frames; i++) {
      Files.write(video.resolve("%06d.jpg".formatted(i + 1)), pictures.get(i % pictures.size()));
    }
    int used = Math.min(frames, pictures.size());
    return new ScoreInput(
        folder,
        frames,
        "%s of %s of %s"
            .formatted(counted(frames, "frame"), counted(used, "picture"), from.size()));
  }

  /**
   * The frames as the user has them: pictures as above, or video files, each of which is scored
   * whole, one after the other and again until there are as many frames as asked for, or more.
   *
   * @param folder to be made; links to the user's files
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
          folder.resolve("%06d-%s".formatted(files + 1, file.getFileName())), file);
      linked += from.videos().get(paths.get(files % paths.size())).frames();
      files++;
    }
    return new ScoreInput(
        folder,
        linked,
        "%s in %s of %s of %s; %d asked for"
            .formatted(
                counted(linked, "frame"),
                counted(files, "whole video"),
                counted(Math.min(files, paths.size()), "file"),
                from.size(),
                frames));
  }
}
