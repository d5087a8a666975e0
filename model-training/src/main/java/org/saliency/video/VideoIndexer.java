package org.saliency.video;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_PROP_REORDER;
import static org.bytedeco.ffmpeg.global.avcodec.AV_FIELD_PROGRESSIVE;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_descriptor_get;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.ffmpeg.avcodec.AVCodecDescriptor;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.saliency.UserException;
import org.saliency.storage.SeekableInput;

/** Makes the index of a file: from its packets, or, where they do not tell, by decoding it. */
final class VideoIndexer {

  /** A frame as it is shown. */
  private record Shown(long timestamp, int packet, int frameOfPacket, boolean isKey) {}

  private final SeekableInput input;
  private final String path;

  VideoIndexer(SeekableInput input, String path) {
    this.input = input;
    this.path = path;
  }

  VideoIndex index() {
    PacketTable packets;
    int missing;
    try (VideoFile file = VideoFile.open(input, path)) {
      packets = PacketTable.read(file);
      missing = (int) Math.max(0, file.promisedPackets() - file.packetsRead());
      if (packets.tellsFrames() && !mayHideFrames(file)) {
        return index(file, packets, inOrder(packets), missing, false);
      }
    }
    try (VideoFile file = VideoFile.open(input, path)) {
      return index(file, packets, decoded(file), missing, true);
    }
  }

  /** Fields may come in a packet each, and AVI knows no presentation times. */
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

  private List<Shown> decoded(VideoFile file) {
    List<Shown> frames = new ArrayList<>();
    try (VideoDecoder decoder = VideoDecoder.open(file, 1)) {
      VideoDecoder.Packets packets = new Numbered(file);
      long last = AV_NOPTS_VALUE;
      int lastPacket = -1;
      int frameOfPacket = 0;
      while (decoder.next(packets)) {
        AVFrame frame = decoder.frame();
        int packet = (int) decoder.label();
        frameOfPacket = packet == lastPacket ? frameOfPacket + 1 : 0;
        lastPacket = packet;
        long time = frame.best_effort_timestamp();
        last = last == AV_NOPTS_VALUE ? Math.max(time, 0) : Math.max(time, last + 1);
        boolean isKey = (frame.flags() & AVFrame.AV_FRAME_FLAG_KEY) != 0;
        frames.add(new Shown(last, packet, frameOfPacket, isKey));
      }
    }
    return frames;
  }

  /** All packets of a file, told by their numbers. */
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
          "video %s (%s) holds no frame that can be shown, it is cut off or damaged: copy it again",
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
   * The frames at which decoding may begin: the first, and each key frame behind whose packet all
   * packets of later frames lie.
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

  /** By the file's header, else by the time between the first frame and the last. */
  private static FrameRate frameRate(VideoFile file, long[] timestamps) {
    for (AVRational rate :
        new AVRational[] {file.stream().avg_frame_rate(), file.stream().r_frame_rate()}) {
      if (rate.num() > 0 && rate.den() > 0) {
        return new FrameRate(rate.num(), rate.den());
      }
    }
    long micros = file.timeBase().micros(timestamps[timestamps.length - 1] - timestamps[0]);
    long perThousandSeconds =
        micros <= 0 ? 1000 : Math.round((timestamps.length - 1) * 1e9 / micros);
    return new FrameRate((int) Math.max(1, perThousandSeconds), 1000);
  }
}
