package org.saliency.video;

import static org.bytedeco.ffmpeg.global.avcodec.AVDISCARD_ALL;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_DATA_DISPLAYMATRIX;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_DATA_FRAME_CROPPING;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_CORRUPT;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_side_data_get;
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

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avcodec.AVPacketSideData;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVInputFormat;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVDictionaryEntry;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.PointerPointer;
import org.saliency.UserException;
import org.saliency.frame.Size;
import org.saliency.storage.SeekableInput;

/** The packets of a file's best video stream. Owns FFmpeg's demuxer; the input stays open. */
final class VideoFile implements AutoCloseable {

  private static final String FORMATS = "mov,matroska,avi";
  private static final int START_BYTES = 8;
  private static final int FTYP = 'f' | 't' << 8 | 'y' << 16 | 'p' << 24;
  private static final int MATRIX_NUMBERS = 9;

  private final String path;
  private final NativeInput input;
  private final AVFormatContext context;
  private final ByteBuffer start; // the first bytes of the file, zeros behind its end
  private final long length;
  private AVStream stream;
  private long packetsRead;

  private VideoFile(SeekableInput source, String path) {
    this.path = path;
    length = source.length();
    if (length == 0) {
      throw UserException.input("video %s is empty (0 bytes): copy it again", path);
    }
    start = start(source);
    input = new NativeInput(source);
    context = FFmpeg.allocated(avformat_alloc_context());
    context.pb(input.context());
  }

  private ByteBuffer start(SeekableInput source) {
    byte[] bytes = new byte[START_BYTES];
    try {
      source.seek(0);
      for (int at = 0, count = 0; count >= 0 && at < bytes.length; at += Math.max(0, count)) {
        count = source.read(bytes, at, bytes.length - at);
      }
    } catch (IOException | RuntimeException e) {
      throw unreadable(e);
    }
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /**
   * Opens a file from its start.
   *
   * @throws UserException when there is no video in it that can be read
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
    if (start.getInt(4) == FTYP) {
      throw UserException.input(
          "video %s (%d bytes) has no readable table of contents (moov): it is cut off or damaged;"
              + " copy it again, or record it again",
          path, length);
    }
    throw UserException.input(
        "file %s (%d bytes) is no mp4, mov, mkv, webm or avi video, whatever its ending (%s): convert"
            + " it or take it out",
        path, length, FFmpeg.message(code));
  }

  private void openStream() {
    for (int i = 0; i < context.nb_streams(); i++) {
      checkSize(context.streams(i).codecpar());
    }
    int code = probe();
    throwFailure();
    if (code < 0) {
      throw UserException.input(
          "video %s is cut off or damaged (%s): copy it again", path, FFmpeg.message(code));
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
          "file %s holds no video, only sound or other data (%d streams): take it out, or give the"
              + " file with the pictures",
          path, context.nb_streams());
    }
    checkSize(stream.codecpar());
    if (stream.codecpar().width() < 1 || stream.codecpar().height() < 1) {
      throw UserException.input(
          "video %s (%s) does not tell its size, it is cut off or damaged: copy it again",
          path, codec());
    }
  }

  /** Lets FFmpeg look at the first packets, which tells what headers leave open. */
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
          "video %s says it is %dx%d pixels, more than %d on a side: scale it down, or replace it if"
              + " it is damaged",
          path, parameters.width(), parameters.height(), longest);
    }
  }

  /**
   * Reads the next packet of the video stream; empty ones, which stand for no frame, are left out.
   *
   * @return false at the end of the file, or where it is cut off: a packet that is there in part is
   *     not given
   */
  boolean read(AVPacket packet) {
    while (av_read_frame(context, packet) >= 0) {
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

  /** Goes to a key packet at or before a timestamp, as far as the file tells; false if not. */
  boolean seek(long timestamp) {
    boolean isDone = av_seek_frame(context, stream.index(), timestamp, AVSEEK_FLAG_BACKWARD) >= 0;
    throwFailure();
    return isDone;
  }

  /** How many packets were read. */
  long packetsRead() {
    return packetsRead;
  }

  /** How many packets the file's own table or header speaks of; 0 when it does not tell. */
  long promisedPackets() {
    if (isFormat("mov")) {
      return avformat_index_get_entries_count(stream); // the table as edit lists leave it
    }
    if (isAvi()) {
      // The header counts times at which no new frame comes, too: only a file that is cut off by
      // its own measure lacks frames. A negative measure stands for one that was never known.
      int measure = start.getInt(4);
      boolean isCutOff = measure > 0 && measure + (long) START_BYTES > length;
      return isCutOff ? stream.nb_frames() : 0;
    }
    AVDictionaryEntry counted = av_dict_get(stream.metadata(), "NUMBER_OF_FRAMES", null, 0);
    String text = counted == null ? "" : counted.value().getString();
    return text.matches("\\d{1,9}") ? Long.parseLong(text) : 0;
  }

  /** How many frames a second has by the file's header; empty when it does not tell. */
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

  /** How the pictures are turned and cut before they are shown. */
  Orientation orientation() {
    AVCodecParameters parameters = stream.codecpar();
    int[] matrix = numbers(parameters, AV_PKT_DATA_DISPLAYMATRIX, MATRIX_NUMBERS);
    int[] crop = numbers(parameters, AV_PKT_DATA_FRAME_CROPPING, 4);
    return Orientation.of(matrix, crop);
  }

  private static int[] numbers(AVCodecParameters parameters, int type, int count) {
    AVPacketSideData data =
        av_packet_side_data_get(
            parameters.coded_side_data(), parameters.nb_coded_side_data(), type);
    if (data == null || data.size() < (long) count * Integer.BYTES) {
      return new int[0];
    }
    int[] numbers = new int[count];
    new IntPointer(data.data()).get(numbers);
    return numbers;
  }

  /** Size of the pictures as shown. */
  Size size() {
    AVCodecParameters parameters = stream.codecpar();
    return orientation().shown(new Size(parameters.width(), parameters.height()));
  }

  private void throwFailure() {
    if (input.failure().isPresent()) {
      throw unreadable(input.failure().get());
    }
  }

  private UserException unreadable(Throwable cause) {
    if (cause instanceof Error error) {
      throw error;
    }
    return UserException.input(
        cause,
        "video %s cannot be read (%s): check that it is still there and that its disk or server"
            + " answers, then run again",
        path,
        cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage());
  }

  @Override
  public void close() {
    if (!context.isNull()) {
      avformat_close_input(context);
    }
    input.close();
  }
}
