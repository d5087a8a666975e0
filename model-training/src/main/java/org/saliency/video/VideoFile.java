package org.saliency.video;

import static org.bytedeco.ffmpeg.global.avcodec.AVDISCARD_ALL;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_CORRUPT;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_get_name;
import static org.bytedeco.ffmpeg.global.avformat.AVSEEK_FLAG_BACKWARD;
import static org.bytedeco.ffmpeg.global.avformat.AV_DISPOSITION_ATTACHED_PIC;
import static org.bytedeco.ffmpeg.global.avformat.av_find_best_stream;
import static org.bytedeco.ffmpeg.global.avformat.av_read_frame;
import static org.bytedeco.ffmpeg.global.avformat.av_seek_frame;
import static org.bytedeco.ffmpeg.global.avformat.avformat_alloc_context;
import static org.bytedeco.ffmpeg.global.avformat.avformat_close_input;
import static org.bytedeco.ffmpeg.global.avformat.avformat_find_stream_info;
import static org.bytedeco.ffmpeg.global.avformat.avformat_index_get_entries_count;
import static org.bytedeco.ffmpeg.global.avformat.avformat_open_input;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_get;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set_int;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVInputFormat;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVDictionaryEntry;
import org.bytedeco.javacpp.PointerPointer;
import org.saliency.UserException;
import org.saliency.frame.Size;
import org.saliency.storage.SeekableInput;

/** The packets of a file's best video stream. Owns FFmpeg's demuxer; does not close the input. */
final class VideoFile implements AutoCloseable {

  private static final String FORMATS = "mov,matroska,avi";

  private final String path;
  private final NativeInput input;
  private final AVFormatContext context;
  private final FileHeader header;
  private AVStream stream;
  private long packetsRead;

  private VideoFile(SeekableInput source, String path) {
    this.path = path;
    header = FileHeader.read(source, path);
    input = new NativeInput(source);
    context = FFmpeg.allocated(avformat_alloc_context());
    context.pb(input.context());
  }

  /**
   * Opens a file.
   *
   * @throws UserException when it contains no readable video
   */
  static VideoFile open(SeekableInput input, String path) {
    VideoFile file = new VideoFile(input, path);
    try {
      file.openContainer();
      file.openStream();
      return file;
    } catch (RuntimeException | Error e) {
      file.close();
      throw e;
    }
  }

  private void openContainer() {
    AVDictionary options = new AVDictionary(null);
    av_dict_set(options, "format_whitelist", FORMATS, 0);
    int code = avformat_open_input(context, (String) null, (AVInputFormat) null, options);
    av_dict_free(options);
    if (code >= 0) {
      return;
    }
    throwFailure();
    if (header.isMp4()) {
      throw UserException.input(
          "video %s (%d bytes) has no readable index (moov atom), it is truncated or damaged: copy"
              + " or record it again",
          path, header.fileBytes());
    }
    throw UserException.input(
        "file %s (%d bytes) is not an mp4, mov, mkv, webm or avi video (%s): convert or remove it",
        path, header.fileBytes(), FFmpeg.message(code));
  }

  private void openStream() {
    for (int i = 0; i < context.nb_streams(); i++) {
      checkSize(context.streams(i).codecpar());
    }
    int code = probe();
    throwFailure();
    if (code < 0) {
      throw UserException.input(
          "video %s is truncated or damaged (%s): copy it again", path, FFmpeg.message(code));
    }
    int best = av_find_best_stream(context, AVMEDIA_TYPE_VIDEO, -1, -1, (AVCodec) null, 0);
    for (int i = 0; i < context.nb_streams(); i++) {
      AVStream other = context.streams(i);
      if (i == best && (other.disposition() & AV_DISPOSITION_ATTACHED_PIC) == 0) {
        stream = other;
      } else {
        other.discard(AVDISCARD_ALL);
      }
    }
    if (stream == null) {
      throw UserException.input(
          "file %s contains no video stream, only audio or other data (%d streams): remove it, or"
              + " give the file with the video",
          path, context.nb_streams());
    }
    checkSize(stream.codecpar());
    if (stream.codecpar().width() < 1 || stream.codecpar().height() < 1) {
      throw UserException.input(
          "video %s (%s) has no frame size, it is truncated or damaged: copy it again",
          path, codec());
    }
  }

  /** Lets FFmpeg read the first packets for parameters that the headers lack. */
  private int probe() {
    int count = context.nb_streams();
    AVDictionary[] options = new AVDictionary[count];
    try (PointerPointer<AVDictionary> all = new PointerPointer<>(count)) {
      for (int i = 0; i < count; i++) {
        options[i] = new AVDictionary(null);
        av_dict_set_int(options[i], "max_pixels", VideoDecoder.MOST_PIXELS, 0);
        av_dict_set_int(options[i], "threads", 1, 0);
        all.put(i, options[i]);
      }
      int code = avformat_find_stream_info(context, all);
      for (int i = 0; i < count; i++) {
        AVDictionary left = all.get(AVDictionary.class, i);
        if (left != null) {
          av_dict_free(left);
        }
      }
      return code;
    }
  }

  private void checkSize(AVCodecParameters parameters) {
    int longest = ImageFile.LONGEST_SIDE;
    if (parameters.width() > longest || parameters.height() > longest) {
      throw UserException.input(
          "video %s is %dx%d pixels, more than %d on a side: scale it down, or replace it if it is"
              + " damaged",
          path, parameters.width(), parameters.height(), longest);
    }
  }

  /**
   * Begins again and gives packets with zeros instead of their content, which is not read, if the
   * tables of the file say all else of them: an mp4 or mov file of a codec whose packets are one
   * frame each. Of fragmented files only the first fragment is left out.
   *
   * @return false if this is another file, and nothing has changed
   */
  boolean leaveOutContent() {
    if (!isFormat("mov") || !SampleTables.describe(stream)) {
      return false;
    }
    ByteRanges samples = SampleTables.samples(context);
    context.flags(context.flags() | AVFormatContext.AVFMT_FLAG_NOPARSE); // of zeros
    if (!seek(SampleTables.firstTimestamp(stream))) {
      throw UserException.input(
          "video %s is damaged, its first frame cannot be found: copy it again", path);
    }
    packetsRead = 0;
    input.leaveOut(samples);
    return true;
  }

  /**
   * Reads the next packet of the video stream, skipping empty ones.
   *
   * @return false at the end of the file or at a truncated packet
   */
  boolean read(AVPacket packet) {
    while (av_read_frame(context, packet) >= 0) {
      if (input.failure().isPresent()) { // the packet may be incomplete
        av_packet_unref(packet);
        break;
      }
      if (packet.stream_index() == stream.index()) {
        if ((packet.flags() & AV_PKT_FLAG_CORRUPT) != 0) {
          av_packet_unref(packet);
          break;
        }
        packetsRead++;
        if (packet.size() > 0) {
          return true;
        }
      }
      av_packet_unref(packet);
    }
    throwFailure();
    return false;
  }

  /** Seeks to a key packet at or before a timestamp; false if that failed. */
  boolean seek(long timestamp) {
    boolean isDone = av_seek_frame(context, stream.index(), timestamp, AVSEEK_FLAG_BACKWARD) >= 0;
    throwFailure();
    return isDone;
  }

  /** Number of packets read. */
  long packetsRead() {
    return packetsRead;
  }

  /** Number of packets according to the file's index or header; 0 if unknown. */
  long expectedPackets() {
    if (isFormat("mov")) {
      return avformat_index_get_entries_count(stream); // after edit lists
    }
    if (isAvi()) {
      // The header also counts repeated frames, so it is only used for truncated files.
      return header.isTruncatedRiff() ? stream.nb_frames() : 0;
    }
    AVDictionaryEntry counted = av_dict_get(stream.metadata(), "NUMBER_OF_FRAMES", null, 0);
    String text = counted == null ? "" : counted.value().getString();
    if (text.matches("\\d{1,9}")) {
      return Long.parseLong(text);
    }
    if (!header.isTruncatedMatroska()) {
      return 0;
    }
    long micros = context.duration(); // negative if unknown
    return frameRate().filter(r -> micros > 0).map(r -> r.framesIn(micros)).orElse(packetsRead + 1);
  }

  /** Frame rate according to the file's header. */
  Optional<FrameRate> frameRate() {
    return Stream.of(stream.avg_frame_rate(), stream.r_frame_rate())
        .filter(rate -> rate.num() > 0 && rate.den() > 0)
        .map(rate -> new FrameRate(rate.num(), rate.den()))
        .findFirst();
  }

  boolean isAvi() {
    return isFormat("avi");
  }

  private boolean isFormat(String name) {
    return Arrays.asList(context.iformat().name().getString().split(",")).contains(name);
  }

  AVStream stream() {
    return stream;
  }

  String path() {
    return path;
  }

  String codec() {
    return avcodec_get_name(stream.codecpar().codec_id()).getString();
  }

  TimeBase timeBase() {
    return new TimeBase(stream.time_base().num(), stream.time_base().den());
  }

  /** Rotation and cropping for display. */
  Orientation orientation() {
    return Orientation.of(stream.codecpar());
  }

  /** Size of the frames as displayed. */
  Size size() {
    AVCodecParameters parameters = stream.codecpar();
    return orientation().shown(new Size(parameters.width(), parameters.height()));
  }

  private void throwFailure() {
    if (input.failure().isPresent()) {
      throw FileHeader.unreadable(input.failure().get(), path);
    }
  }

  @Override
  public void close() {
    if (!context.isNull()) {
      avformat_close_input(context);
    }
    input.close();
  }
}
