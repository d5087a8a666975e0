package org.saliency.video;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * The {@code ffmpeg} program, used to make videos and to compare with. It comes with the build, is
 * statically linked, and is older than the library under test (FFmpeg 4.4 on Linux on x86-64).
 */
final class Programs {

  private static final String JAR_FOLDER = "/ws/schild/jave/nativebin/";

  /** One for each system; only the one of this system is on the class path. */
  private static final List<String> NAMES =
      List.of("ffmpeg-amd64", "ffmpeg-aarch64", "ffmpeg-aarch64-osx");

  private static final Pattern TIME_BASE = Pattern.compile("config in time_base: (\\d+)/(\\d+)");
  private static final Pattern FRAME_TIME = Pattern.compile(" n: *\\d+ pts: *(-?\\d+) ");

  private static Path ffmpeg;

  /** What a program wrote. */
  private record Written(byte[] output, String messages) {}

  private Programs() {}

  /** Runs {@code ffmpeg} and gives what it wrote to standard output. */
  static byte[] ffmpeg(Object... arguments) {
    return run("error", arguments).output();
  }

  /**
   * The MD5 of each frame of a video, as RGB, that {@code ffmpeg} makes of it.
   *
   * @param filter the filter that turns frames upright, for videos that are not stored so
   */
  static List<String> rgbHashes(Path video, Optional<String> filter) {
    List<Object> arguments = new ArrayList<>(List.of("-noautorotate", "-i", video));
    arguments.addAll(List.of("-map", "0:v:0", "-vsync", "passthrough"));
    filter.ifPresent(turn -> arguments.addAll(List.of("-vf", turn)));
    arguments.addAll(List.of("-pix_fmt", "rgb24", "-f", "framemd5", "-"));
    return table(arguments.toArray()).map(columns -> columns.get(columns.size() - 1)).toList();
  }

  /** The time of each frame of a video, in microseconds. */
  static List<Long> frameTimes(Path video) {
    Object[] arguments = {
      "-copyts",
      "-i",
      video,
      "-map",
      "0:v:0",
      "-vsync",
      "passthrough",
      "-vf",
      "showinfo",
      "-f",
      "null",
      "-"
    };
    String messages = run("info", arguments).messages();
    Matcher base = TIME_BASE.matcher(messages);
    if (!base.find()) {
      throw new IllegalStateException("no time base in: " + messages);
    }
    double unit = Double.parseDouble(base.group(1)) / Double.parseDouble(base.group(2));
    return FRAME_TIME
        .matcher(messages)
        .results()
        .map(frame -> Math.round(Long.parseLong(frame.group(1)) * unit * 1e6))
        .toList();
  }

  /** The packets of the video in a file, in their order. */
  static List<byte[]> packets(Path video) {
    byte[] all = ffmpeg("-i", video, "-map", "0:v:0", "-c", "copy", "-f", "rawvideo", "-");
    List<Integer> sizes =
        table("-i", video, "-map", "0:v:0", "-c", "copy", "-f", "framecrc", "-")
            .map(columns -> Integer.parseInt(columns.get(4)))
            .toList();
    List<byte[]> packets = new ArrayList<>();
    int start = 0;
    for (int size : sizes) {
      packets.add(Arrays.copyOfRange(all, start, start + size));
      start += size;
    }
    return packets;
  }

  /** The columns of a table that {@code ffmpeg} writes, without its head. */
  private static Stream<List<String>> table(Object... arguments) {
    return new String(ffmpeg(arguments), StandardCharsets.UTF_8)
        .lines()
        .filter(line -> !line.startsWith("#"))
        .map(line -> Arrays.stream(line.split(",")).map(String::strip).toList());
  }

  private static Written run(String verbosity, Object... arguments) {
    List<String> command =
        new ArrayList<>(List.of(program().toString(), "-hide_banner", "-nostats", "-v", verbosity));
    Arrays.stream(arguments).map(Object::toString).forEach(command::add);
    try {
      Path messages = Files.createTempFile("ffmpeg", ".log");
      try {
        Process process = new ProcessBuilder(command).redirectError(messages.toFile()).start();
        process.getOutputStream().close();
        byte[] output = process.getInputStream().readAllBytes();
        int code = process.waitFor();
        String text = Files.readString(messages, StandardCharsets.UTF_8);
        if (code != 0) {
          throw new IllegalStateException(command + " ended with " + code + ": " + text);
        }
        return new Written(output, text);
      } finally {
        Files.delete(messages);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** The program, copied out of its jar once a run. */
  private static synchronized Path program() {
    if (ffmpeg == null) {
      ffmpeg = NAMES.stream().flatMap(name -> copy(name).stream()).findFirst().orElse(null);
    }
    return ffmpeg == null ? absent() : ffmpeg;
  }

  private static Optional<Path> copy(String name) {
    try (InputStream bytes = Programs.class.getResourceAsStream(JAR_FOLDER + name)) {
      if (bytes == null) {
        return Optional.empty();
      }
      Path folder = Files.createTempDirectory("ffmpeg");
      folder.toFile().deleteOnExit();
      Path file = folder.resolve("ffmpeg");
      file.toFile().deleteOnExit();
      Files.copy(bytes, file);
      if (!file.toFile().setExecutable(true)) {
        throw new IllegalStateException(file + " cannot be made executable");
      }
      return Optional.of(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Prints the reason and skips the test; fails it when CI=true. */
  private static Path absent() {
    String reason =
        "no ffmpeg program for %s on %s comes with the build"
            .formatted(System.getProperty("os.name"), System.getProperty("os.arch"));
    if ("true".equals(System.getenv("CI"))) {
      throw new IllegalStateException(reason);
    }
    System.err.println("Test skipped: " + reason);
    return Assumptions.abort(reason);
  }
}
