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
 * A segment's parts of the videos that are written: files on the local disk, which {@link
 * org.saliency.video.VideoJoiner} joins when all segments of a video are there. Closing it removes
 * them.
 */
final class SegmentVideos implements AutoCloseable {

  private static final long MICROS = 1_000_000;

  /** Ticks of a frame of a video that is made of pictures. */
  private static final int TICKS_PER_FRAME = 1000;

  private final Segment segment;
  private final int frameRate;
  private final Map<Format, Part> parts = new EnumMap<>(Format.class);

  /**
   * Parts of a segment.
   *
   * @param frameRate frames in a second, where frames are pictures without times
   */
  SegmentVideos(Segment segment, int frameRate) {
    this.segment = segment;
    this.frameRate = frameRate;
  }

  private record Part(Path file, VideoWriter writer) {}

  /** Adds the next frame's pixels to a part. */
  void add(Format format, PlannedFrame frame, Size size, byte[] pixels) throws IOException {
    Part part = parts.get(format);
    if (part == null) {
      part = begin(format, size);
      parts.put(format, part);
    }
    part.writer().add(pixels, micros(frame), duration(frame));
  }

  private Part begin(Format format, Size size) throws IOException {
    Path file = Files.createTempFile("saliency-", ".mp4");
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

  /** How long a frame is shown; that of a segment's last one, as long as the one before it. */
  private long duration(PlannedFrame frame) {
    List<PlannedFrame> frames = segment.frames();
    int place = frame.index() - segment.range().first();
    if (place + 1 < frames.size()) {
      return micros(frames.get(place + 1)) - micros(frame);
    }
    return place > 0 ? micros(frame) - micros(frames.get(place - 1)) : MICROS / frameRate;
  }

  /** The formats that there is a part of. */
  List<Format> formats() {
    return List.copyOf(parts.keySet());
  }

  /** Makes the parts whole; they are there until this is closed. */
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
