package org.saliency.video;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_PROP_REORDER;
import static org.bytedeco.ffmpeg.global.avcodec.AV_FIELD_PROGRESSIVE;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_descriptor_get;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.stream.IntStream;
import org.bytedeco.ffmpeg.avcodec.AVCodecDescriptor;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.saliency.UserException;
import org.saliency.storage.SeekableInput;

/** Builds the index of a file from its packets or, if they do not suffice, by decoding. */
final class VideoIndexBuilder {

  /** A displayed frame. */
  private record Shown(long timestamp, int packet, int frameOfPacket, boolean isKey) {}

  /** Relative tolerance between the header's frame rate and the mean of the frame times. */
  private static final double RATE_TOLERANCE = 0.05;

  /** Many files may be indexed at a time, but decoders take memory. */
  private static final Semaphore DECODERS =
      new Semaphore(Runtime.getRuntime().availableProcessors());

  private final SeekableInput input;
  private final String path;

  VideoIndexBuilder(SeekableInput input, String path) {
    this.input = new HeadBuffer(input);
    this.path = path;
  }

  VideoIndex index() {
    PacketTable packets;
    int missing;
    try (VideoFile file = VideoFile.open(input, path)) {
      file.leaveOutContent();
      packets = PacketTable.read(file);
      missing = (int) Math.max(0, file.expectedPackets() - file.packetsRead());
      if (packets.definesFrames() && !mayHideFrames(file)) {
        return index(file, packets, inOrder(packets), missing, false);
      }
    }
    DECODERS.acquireUninterruptibly();
    try (VideoFile file = VideoFile.open(input, path)) {
      return index(file, packets, decoded(file), missing, true);
    } finally {
      DECODERS.release();
    }
  }

  /** Packets may contain single fields, and AVI has no presentation times. */
  private static boolean mayHideFrames(VideoFile file) {
    AVCodecDescriptor codec = avcodec_descriptor_get(file.stream().codecpar().codec_id());
    boolean isReordered = codec == null || (codec.props() & AV_CODEC_PROP_REORDER) != 0;
    boolean isInFields = file.stream().codecpar().field_order() > AV_FIELD_PROGRESSIVE;
    return isReordered && (isInFields || file.isAvi());
  }

  private static List<Shown> inOrder(PacketTable packets) {
    return IntStream.range(0, packets.count())
        .filter(packets::isShown)
        .mapToObj(i -> new Shown(packets.pts(i), i, 0, packets.isKey(i)))
        .sorted(Comparator.comparingLong(Shown::timestamp))
        .toList();
  }

  private static List<Shown> decoded(VideoFile file) {
    List<Shown> frames = new ArrayList<>();
    try (VideoDecoder decoder = VideoDecoder.open(file, 1)) {
      VideoDecoder.Packets packets = new Numbered(file);
      int lastPacket = -1;
      int frameOfPacket = 0;
      while (decoder.next(packets)) {
        AVFrame frame = decoder.frame();
        int packet = (int) decoder.label();
        frameOfPacket = packet == lastPacket ? frameOfPacket + 1 : 0;
        lastPacket = packet;
        boolean isKey = (frame.flags() & AVFrame.AV_FRAME_FLAG_KEY) != 0;
        frames.add(new Shown(frame.best_effort_timestamp(), packet, frameOfPacket, isKey));
      }
    }
    return withTimes(frames, ticksPerFrame(file));
  }

  /** Fills in missing times at equal distances and makes times strictly increasing. */
  private static List<Shown> withTimes(List<Shown> frames, long usualStep) {
    int[] timed =
        IntStream.range(0, frames.size())
            .filter(i -> frames.get(i).timestamp != AV_NOPTS_VALUE)
            .toArray();
    int first = timed.length == 0 ? 0 : timed[0];
    int last = timed.length == 0 ? 0 : timed[timed.length - 1];
    long start = timed.length == 0 ? 0 : frames.get(first).timestamp;
    long step =
        first == last
            ? usualStep
            : Math.max(1, (frames.get(last).timestamp - start) / (last - first));
    List<Shown> result = new ArrayList<>(frames.size());
    long previous = start - (first + 1) * step;
    for (Shown frame : frames) {
      long time = frame.timestamp == AV_NOPTS_VALUE ? previous + step : frame.timestamp;
      previous = result.isEmpty() ? time : Math.max(time, previous + 1);
      result.add(new Shown(previous, frame.packet, frame.frameOfPacket, frame.isKey));
    }
    return result;
  }

  private static long ticksPerFrame(VideoFile file) {
    TimeBase base = file.timeBase();
    return file.frameRate()
        .map(rate -> base.denominator() / (base.numerator() * rate.perSecond()))
        .map(ticks -> Math.max(1, Math.round(ticks)))
        .orElse(1L);
  }

  /** All packets of a file, labelled by their numbers. */
  private static final class Numbered implements VideoDecoder.Packets {

    private final VideoFile file;
    private long count;

    Numbered(VideoFile file) {
      this.file = file;
    }

    @Override
    public boolean read(AVPacket packet) {
      return file.read(packet);
    }

    @Override
    public long label(AVPacket packet) {
      return count++;
    }
  }

  private VideoIndex index(
      VideoFile file,
      PacketTable packets,
      List<Shown> frames,
      int missing,
      boolean isFromDecoding) {
    if (frames.isEmpty()) {
      throw UserException.input(
          "video %s (%s) contains no displayable frame, it is truncated or damaged: copy it again",
          path, file.codec());
    }
    FrameLabel label =
        frames.stream().allMatch(frame -> frame.frameOfPacket == 0)
            ? packets.label()
            : FrameLabel.NUMBER;
    long[] timestamps = frames.stream().mapToLong(Shown::timestamp).toArray();
    long[] labels = frames.stream().mapToLong(frame -> label(label, packets, frame)).toArray();
    int[] starts = starts(packets, frames, label);
    return new VideoIndex(
        file.codec(),
        file.size(),
        frameRate(file, timestamps),
        file.timeBase(),
        label,
        isFromDecoding,
        missing,
        timestamps,
        Arrays.equals(timestamps, labels) ? timestamps : labels,
        IntStream.range(0, frames.size()).filter(i -> frames.get(i).isKey).toArray(),
        starts,
        IntStream.of(starts).mapToLong(i -> labels[i]).toArray());
  }

  private static long label(FrameLabel label, PacketTable packets, Shown frame) {
    return switch (label) {
      case PRESENTATION -> packets.pts(frame.packet);
      case DECODING -> packets.dts(frame.packet);
      case NUMBER -> FrameLabel.ofNumber(frame.packet, frame.frameOfPacket);
    };
  }

  /**
   * The frames at which decoding may start: the first, and each key frame whose packet precedes the
   * packets of all later frames.
   */
  private static int[] starts(PacketTable packets, List<Shown> frames, FrameLabel label) {
    IntStream.Builder starts = IntStream.builder();
    int earliest = Integer.MAX_VALUE;
    for (int i = frames.size() - 1; i > 0; i--) {
      Shown frame = frames.get(i);
      boolean isKey = frame.isKey && packets.isKey(frame.packet);
      if (isKey && frame.packet < earliest && label != FrameLabel.NUMBER) {
        starts.add(i);
      }
      earliest = Math.min(earliest, frame.packet);
    }
    return starts.add(0).build().sorted().toArray();
  }

  /** From the file's header, unless the frame times contradict it. */
  private static FrameRate frameRate(VideoFile file, long[] timestamps) {
    Optional<FrameRate> declared = file.frameRate();
    int steps = timestamps.length - 1;
    long micros = file.timeBase().micros(timestamps[steps]) - file.timeBase().micros(timestamps[0]);
    if (micros <= 0) {
      return declared.orElse(new FrameRate(1, 1));
    }
    double perSecond = steps * 1e6 / micros;
    return declared
        .filter(rate -> Math.abs(rate.perSecond() / perSecond - 1) < RATE_TOLERANCE)
        .orElseGet(() -> FrameRate.nearest(perSecond));
  }
}
