package org.saliency.video;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_MPEG4;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_VP8;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_VP9;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_DISCARD;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_KEY;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.bytedeco.ffmpeg.avcodec.AVPacket;

/** The packets of a video stream in file order: timestamps and flags. */
final class PacketTable {

  private static final int START_LENGTH = 1024;

  /** An MPEG-4 packet up to this size is a placeholder for a frame in the previous packet. */
  private static final int PLACEHOLDER_BYTES = 8;

  private long[] pts = new long[START_LENGTH];
  private long[] dts = new long[START_LENGTH];
  private byte[] flags = new byte[START_LENGTH];
  private int count;
  private boolean hasFrameEach = true;

  private PacketTable() {}

  /** Reads all packets of a file. */
  static PacketTable read(VideoFile file) {
    PacketTable table = new PacketTable();
    int codec = file.stream().codecpar().codec_id();
    AVPacket packet = FFmpeg.allocated(av_packet_alloc());
    try {
      while (file.read(packet)) {
        table.add(packet);
        table.hasFrameEach &= holdsFrame(codec, packet);
        av_packet_unref(packet);
      }
    } finally {
      av_packet_free(packet);
    }
    return table;
  }

  private void add(AVPacket packet) {
    if (count == pts.length) {
      pts = Arrays.copyOf(pts, 2 * count);
      dts = Arrays.copyOf(dts, 2 * count);
      flags = Arrays.copyOf(flags, 2 * count);
    }
    pts[count] = packet.pts();
    dts[count] = packet.dts();
    flags[count] = (byte) packet.flags();
    count++;
  }

  private static boolean holdsFrame(int codec, AVPacket packet) {
    int first = packet.data().get() & 0xff;
    if (codec == AV_CODEC_ID_VP8) {
      return (first & 0x10) != 0; // "show_frame"
    }
    if (codec == AV_CODEC_ID_VP9) {
      boolean isSuperframe = (packet.data().get(packet.size() - 1L) & 0xe0) == 0xc0;
      int bits = (first & 0x30) == 0x30 ? first << 1 : first; // profile 3 has one more bit
      boolean showsExisting = (bits & 0x08) != 0; // "show_existing_frame"
      return isSuperframe || showsExisting || (bits & 0x02) != 0; // "show_frame"
    }
    return codec != AV_CODEC_ID_MPEG4 || packet.size() > PLACEHOLDER_BYTES;
  }

  int count() {
    return count;
  }

  boolean isKey(int packet) {
    return (flags[packet] & AV_PKT_FLAG_KEY) != 0;
  }

  boolean isShown(int packet) {
    return (flags[packet] & AV_PKT_FLAG_DISCARD) == 0;
  }

  long pts(int packet) {
    return pts[packet];
  }

  long dts(int packet) {
    return dts[packet];
  }

  /**
   * Whether each displayed packet is one frame with a distinct presentation time, and the first is
   * a key frame.
   */
  boolean definesFrames() {
    return hasFrameEach && isDistinct(pts) && startsWithKeyFrame();
  }

  /** Frames displayed before the first packet but coded after it lack their reference frames. */
  private boolean startsWithKeyFrame() {
    return count > 0
        && isKey(0)
        && IntStream.range(0, count).filter(this::isShown).allMatch(i -> pts[i] >= pts[0]);
  }

  /** The label that is distinct for the frames of these packets. */
  FrameLabel label() {
    return isDistinct(pts)
        ? FrameLabel.PRESENTATION
        : isDistinct(dts) ? FrameLabel.DECODING : FrameLabel.NUMBER;
  }

  private boolean isDistinct(long[] times) {
    long[] sorted =
        IntStream.range(0, count).filter(this::isShown).mapToLong(i -> times[i]).sorted().toArray();
    for (int i = 0; i < sorted.length; i++) {
      if (sorted[i] == AV_NOPTS_VALUE || (i > 0 && sorted[i] == sorted[i - 1])) {
        return false;
      }
    }
    return true;
  }
}
