package org.saliency.video;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.javacpp.Loader;

/** FFmpeg's own programs, as the library's jar brings them, to make videos and to compare with. */
final class Programs {

  private Programs() {}

  /** Runs {@code ffmpeg} and gives what it wrote to standard output. */
  static byte[] ffmpeg(Object... arguments) {
    return run(Loader.load(org.bytedeco.ffmpeg.ffmpeg.class), arguments);
  }

  /** Runs {@code ffprobe} and gives the lines that it wrote. */
  static List<String> ffprobe(Object... arguments) {
    byte[] output = run(Loader.load(org.bytedeco.ffmpeg.ffprobe.class), arguments);
    return new String(output, StandardCharsets.UTF_8).lines().toList();
  }

  /** The MD5 of each frame of a video, as RGB, that {@code ffmpeg} makes of it. */
  static List<String> rgbHashes(Path video) {
    byte[] output =
        ffmpeg(
            "-i",
            video,
            "-map",
            "0:v:0",
            "-fps_mode",
            "passthrough",
            "-pix_fmt",
            "rgb24",
            "-f",
            "framemd5",
            "-");
    return new String(output, StandardCharsets.UTF_8)
        .lines()
        .filter(line -> !line.startsWith("#"))
        .map(line -> line.substring(line.lastIndexOf(',') + 1).strip())
        .toList();
  }

  private static byte[] run(String program, Object... arguments) {
    List<String> command = new ArrayList<>(List.of(program, "-v", "error"));
    Arrays.stream(arguments).map(Object::toString).forEach(command::add);
    try {
      Process process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
      process.getOutputStream().close();
      byte[] output = process.getInputStream().readAllBytes();
      int code = process.waitFor();
      if (code != 0) {
        throw new IllegalStateException(command + " ended with " + code);
      }
      return output;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
