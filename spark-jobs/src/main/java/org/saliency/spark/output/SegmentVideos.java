package org.saliency.spark.output;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.saliency.frame.Size;
import org.saliency.spark.plan.PlannedFrame;
import org.saliency.spark.plan.Segment;
import org.saliency.video.VideoTiming;
import org.saliency.video.VideoWriter;

/**
 * A segment's parts of the output videos: files on the local disk that {@link JoinVideo} joins once
 * all segments of a video are published. Closing deletes them.
 */
final class SegmentVideos implements AutoCloseable {

  private static final long MICROS = 1_000_000;

  /** Clock ticks per frame for videos made from images. */
  private static final int TICKS_PER_FRAME = 1000;

  private final Segment segment;
  private final int frameRate;
  private final Map<Format, Part> parts = new EnumMap<>(Format.class);

  /**
   * Starts without parts.
   *
   * @param frameRate frames per second, for images without times
   */
  SegmentVideos(Segment segment, int frameRate) {
    this.segment = segment;
    this.frameRate = frameRate;
  }

  private record Part(Path file, VideoWriter writer) {}

  /** Appends the next frame to the part of a format. */
  void add(Format format, PlannedFrame frame, Size size, byte[] pixels) throws IOException {
    Part part = parts.get(format);
    if (part == null) {
      part = create(format, size);
      parts.put(format, part);
    }
    part.writer().add(pixels, micros(frame), duration(frame));
  }

  private Part create(Format format, Size size) throws IOException {
    Path file = Files.createTempFile(LocalStaging.folder(), "part-", ".mp4");
    try {
      VideoTiming timing = segment.timing().orElse(new VideoTiming(frameRate * TICKS_PER_FRAME, 0));
      return new Part(file, VideoWriter.create(file, size, format.kind().orElseThrow(), timing));
    } catch (IOException | RuntimeException e) {
      Files.deleteIfExists(file);
      throw e;
    }
  }

  private long micros(PlannedFrame frame) {
    OptionalLong known = segment.ptsMicros(frame);
    return known.isPresent() ? known.getAsLong() : frame.index() * MICROS / frameRate;
  }

  /** Duration of a frame in microseconds; the last one takes that of the frame before it. */
  private long duration(PlannedFrame frame) {
    List<PlannedFrame> frames = segment.frames();
    int place = frame.index() - segment.range().first();
    if (place + 1 < frames.size()) {
      return micros(frames.get(place + 1)) - micros(frame);
    }
    return place > 0 ? micros(frame) - micros(frames.get(place - 1)) : MICROS / frameRate;
  }

  /** Formats with a part. */
  List<Format> formats() {
    return List.copyOf(parts.keySet());
  }

  /** Completes the parts; the files exist until this is closed. */
  Map<Format, Path> finish() throws IOException {
    Map<Format, Path> files = new EnumMap<>(Format.class);
    for (Map.Entry<Format, Part> part : parts.entrySet()) {
      part.getValue().writer().finish();
      files.put(part.getKey(), part.getValue().file());
    }
    return files;
  }

  @Override
  public void close() throws IOException {
    for (Part part : parts.values()) {
      part.writer().close();
      Files.deleteIfExists(part.file());
    }
  }
}
