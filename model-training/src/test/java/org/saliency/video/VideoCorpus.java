package org.saliency.video;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Small videos of every codec, container and oddity, made once a run. Files without arguments lie
 * beside as resources, each with a key frame every 12 frames: H.264 with B-frames and HEVC, made by
 * {@code ffmpeg} with libx264 and libx265 from {@code testsrc2}, 60 frames; AV1 with hidden frames,
 * made by {@code ffmpeg} 8.0 with libsvtav1 at preset 12 in 10 bits, 50 frames of 64x64.
 */
final class VideoCorpus {

  /** A display matrix, row after row, and the filter that shows frames as it says. */
  private record Turn(List<Integer> matrix, String filter) {

    private static final Turn LEFT = of(0, -ONE, ONE, 0, "transpose=cclock");
    private static final Turn RIGHT = of(0, ONE, -ONE, 0, "transpose=clock");
    private static final Turn HALF = of(-ONE, 0, 0, -ONE, "hflip,vflip");
    private static final Turn MIRRORED_RIGHT = of(0, -ONE, -ONE, 0, "transpose=clock_flip");

    private static Turn of(int a, int b, int c, int d, String filter) {
      return new Turn(List.of(a, b, 0, c, d, 0, 0, 0, 1 << 30), filter);
    }
  }

  /**
   * A file of the corpus.
   *
   * @param name its name
   * @param arguments what {@code ffmpeg} makes it with; none for a resource
   * @param turn how its frames are turned before they are shown
   */
  private record Sample(String name, List<String> arguments, Optional<Turn> turn) {

    static Sample of(String name, String arguments) {
      return new Sample(name, List.of(arguments.split(" ")), Optional.empty());
    }

    static Sample resource(String name) {
      return new Sample(name, List.of(), Optional.empty());
    }

    static Sample turned(String name, Turn turn) {
      return new Sample(name, List.of((B_FRAMES + "-c copy").split(" ")), Optional.of(turn));
    }
  }

  /** The value 1 in a display matrix. */
  private static final int ONE = 1 << 16;

  /** Offset of the matrix from the name of the track header ({@code tkhd}, version 0). */
  private static final int MATRIX_OFFSET = 40;

  private static final String SCENE = "-f lavfi -i testsrc2=s=64x48:r=25:d=2 ";
  private static final String LARGER = "-f lavfi -i testsrc2=s=64x64:r=25:d=2 ";
  private static final String ODD =
      "-f lavfi -i testsrc2=s=64x48:r=25:d=2,format=rgb24,crop=63:47:0:0 ";
  private static final String B_FRAMES = "-i h264-b-frames.mp4 ";
  private static final String OPEN_GOP = "-i h264-open-gop.mkv ";

  private static final String BASELINE =
      SCENE + "-c:v libx264 -profile:v baseline -pix_fmt yuv420p -g 12 -sc_threshold 0";

  private static final List<Sample> SAMPLES =
      List.of(
          Sample.resource("h264-b-frames.mp4"),
          Sample.resource("h264-open-gop.mkv"),
          Sample.resource("h264-intra-refresh.mp4"),
          Sample.resource("hevc-open-gop.mp4"),
          Sample.resource("hevc-10bit.mkv"),
          Sample.of("h264.mp4", BASELINE),
          Sample.of("h264.mov", BASELINE),
          Sample.of("h264-open-gop.mp4", OPEN_GOP + "-c copy"),
          Sample.of("h264-b-frames.avi", B_FRAMES + "-c copy"),
          Sample.of("h264-fragments.mp4", B_FRAMES + "-c copy -movflags frag_keyframe+empty_moov"),
          Sample.of("h264-edit-list.mp4", "-ss 0.9 " + OPEN_GOP + "-c copy"),
          Sample.of("h264-cut-open-gop.mkv", "-ss 0.9 " + OPEN_GOP + "-c copy"),
          Sample.of("hevc-cut-open-gop.mkv", "-ss 0.9 -i hevc-open-gop.mp4 -c copy"),
          Sample.of("h264-negative-cts.mp4", B_FRAMES + "-c copy -use_editlist 0"),
          Sample.of(
              "h264-negative-start.mkv", // times before 0 are lost in this container
              B_FRAMES + "-c copy -output_ts_offset -0.5 -avoid_negative_ts disabled"),
          Sample.of(
              "h264-negative-start.mp4",
              B_FRAMES + "-c copy -output_ts_offset -0.5 -avoid_negative_ts disabled"),
          Sample.of(
              "mpeg4-soft.mkv",
              "-f lavfi -i testsrc2=s=192x108:r=25:d=1,gblur=sigma=3 -c:v mpeg4 -q:v 2"),
          Sample.turned("h264-rotated-90.mp4", Turn.LEFT),
          Sample.turned("h264-rotated-270.mov", Turn.RIGHT),
          Sample.turned("h264-upside-down.mp4", Turn.HALF),
          Sample.turned("h264-mirrored.mp4", Turn.MIRRORED_RIGHT),
          Sample.of("h264-no-cues.mkv", B_FRAMES + "-c copy -f matroska -"),
          Sample.of("mjpeg-no-index.avi", SCENE + "-c:v mjpeg -f avi -"),
          Sample.of("mpeg4-no-index.avi", SCENE + "-c:v mpeg4 -g 12 -bf 2 -f avi -"),
          Sample.of("mpeg4.avi", SCENE + "-c:v mpeg4 -g 12 -bf 2"),
          Sample.of("mpeg4.mp4", SCENE + "-c:v mpeg4 -g 12 -bf 2"),
          Sample.of("mjpeg.avi", SCENE + "-c:v mjpeg"),
          Sample.of("mjpeg.mov", ODD + "-c:v mjpeg -pix_fmt yuvj420p"),
          Sample.of("mjpeg-one-pixel.mkv", SCENE + "-vf scale=1:1 -c:v mjpeg"),
          Sample.of(
              "vp8-hidden-frames.webm",
              SCENE + "-c:v libvpx -g 12 -b:v 100k -auto-alt-ref 1 -lag-in-frames 12"),
          Sample.of(
              "vp9-hidden-frames.webm",
              SCENE + "-c:v libvpx-vp9 -g 12 -auto-alt-ref 1 -lag-in-frames 12"),
          Sample.of("vp9-one-key-frame.mkv", ODD + "-c:v libvpx-vp9 -pix_fmt yuv420p -g 1000"),
          Sample.of(
              "vp9-full-range-bt709.webm",
              SCENE
                  + "-vf scale=out_range=full:out_color_matrix=bt709 -c:v libvpx-vp9 -pix_fmt"
                  + " yuv420p -color_range pc -colorspace bt709 -g 12"),
          Sample.of("vp9-10bit.webm", SCENE + "-c:v libvpx-vp9 -pix_fmt yuv420p10le -g 12"),
          Sample.of(
              "vp9-varying-rate.mkv",
              SCENE + "-vf setpts=PTS+gt(N\\,20)*N*N*0.003/TB -vsync vfr -c:v libvpx-vp9 -g 12"),
          Sample.resource("av1.mkv"),
          Sample.of("av1.mp4", LARGER + "-c:v libaom-av1 -cpu-used 8 -g 12 -t 1"));

  private static final Map<String, Path> FILES = new ConcurrentHashMap<>();
  private static Path folder;

  private VideoCorpus() {}

  static Stream<String> names() {
    return SAMPLES.stream().map(Sample::name);
  }

  static String name(int number) {
    return SAMPLES.get(number % SAMPLES.size()).name();
  }

  static int size() {
    return SAMPLES.size();
  }

  /** The filter that turns the frames of a file upright, where they are not stored so. */
  static Optional<String> uprightFilter(String name) {
    return sample(name).turn().map(Turn::filter);
  }

  private static Sample sample(String name) {
    return SAMPLES.stream().filter(one -> one.name().equals(name)).findFirst().orElseThrow();
  }

  /** The file of a name; made when it is asked for first. */
  static synchronized Path file(String name) {
    Path known = FILES.get(name);
    if (known == null) {
      known = make(sample(name));
      FILES.put(name, known);
    }
    return known;
  }

  private static Path make(Sample sample) {
    try {
      Path file = folder().resolve(sample.name());
      if (sample.arguments().isEmpty()) {
        try (InputStream resource = VideoCorpus.class.getResourceAsStream(sample.name())) {
          Files.copy(resource, file, StandardCopyOption.REPLACE_EXISTING);
        }
        return file;
      }
      List<Object> arguments = new ArrayList<>();
      for (String argument : sample.arguments()) {
        boolean isInput = argument.startsWith("h264-") || argument.startsWith("hevc-");
        arguments.add(isInput ? file(argument) : argument);
      }
      boolean isPiped = arguments.get(arguments.size() - 1).equals("-");
      if (!isPiped) {
        arguments.addAll(Arrays.asList("-y", file));
      }
      byte[] output = Programs.ffmpeg(arguments.toArray());
      if (isPiped) {
        Files.write(file, output);
      }
      if (sample.turn().isPresent()) {
        turn(file, sample.turn().get());
      }
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes a display matrix into the header of the only track. */
  private static void turn(Path file, Turn turn) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    int header = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("tkhd") + 4;
    ByteBuffer matrix = ByteBuffer.wrap(bytes).position(header + MATRIX_OFFSET);
    turn.matrix().forEach(matrix::putInt);
    Files.write(file, bytes);
  }

  static synchronized Path folder() throws IOException {
    if (folder == null) {
      folder = Files.createTempDirectory("video-corpus");
      Path made = folder;
      Runtime.getRuntime()
          .addShutdownHook(
              new Thread(
                  () -> {
                    for (java.io.File file : made.toFile().listFiles()) {
                      file.delete();
                    }
                    made.toFile().delete();
                  }));
    }
    return folder;
  }
}
