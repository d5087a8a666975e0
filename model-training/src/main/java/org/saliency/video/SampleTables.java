package org.saliency.video;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_AV1;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_H264;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_HEVC;
import static org.bytedeco.ffmpeg.global.avformat.avformat_index_get_entries_count;
import static org.bytedeco.ffmpeg.global.avformat.avformat_index_get_entry;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIndexEntry;
import org.bytedeco.ffmpeg.avformat.AVStream;

/** The tables of an mp4 or mov file, which say where packets are, as far as they have been read. */
final class SampleTables {

  /** Codecs of which a packet is one frame, whatever its content. */
  private static final Set<Integer> ONE_FRAME_EACH =
      Set.of(AV_CODEC_ID_H264, AV_CODEC_ID_HEVC, AV_CODEC_ID_AV1);

  private SampleTables() {}

  /** Whether the tables say all that an index holds of a stream, without its packets' content. */
  static boolean describe(AVStream stream) {
    return ONE_FRAME_EACH.contains(stream.codecpar().codec_id())
        && avformat_index_get_entries_count(stream) > 0;
  }

  /** Timestamp of the first packet of a stream that the tables describe. */
  static long firstTimestamp(AVStream stream) {
    return avformat_index_get_entry(stream, 0).timestamp();
  }

  /** Where the packets of all streams are. */
  static ByteRanges samples(AVFormatContext context) {
    List<ByteRanges.Range> ranges = new ArrayList<>();
    for (int i = 0; i < context.nb_streams(); i++) {
      AVStream stream = context.streams(i);
      int count = avformat_index_get_entries_count(stream);
      for (int n = 0; n < count; n++) {
        AVIndexEntry entry = avformat_index_get_entry(stream, n);
        ranges.add(new ByteRanges.Range(entry.pos(), entry.pos() + entry.size()));
      }
    }
    return ByteRanges.of(ranges);
  }
}
