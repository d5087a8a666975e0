package org.saliency.video;

import static org.bytedeco.ffmpeg.global.avformat.AVSEEK_FORCE;
import static org.bytedeco.ffmpeg.global.avformat.AVSEEK_SIZE;
import static org.bytedeco.ffmpeg.global.avformat.avio_alloc_context;
import static org.bytedeco.ffmpeg.global.avformat.avio_context_free;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EXTERNAL;
import static org.bytedeco.ffmpeg.global.avutil.av_free;
import static org.bytedeco.ffmpeg.global.avutil.av_malloc;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.Read_packet_Pointer_BytePointer_int;
import org.bytedeco.ffmpeg.avformat.Seek_Pointer_long_int;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.saliency.storage.SeekableInput;

/**
 * Adapts a {@link SeekableInput} to FFmpeg. Exceptions do not cross native code: FFmpeg sees an
 * error code, and {@link #failure} gives the exception.
 *
 * <p>All inputs share one pair of callbacks, since JavaCPP supports only a few; each call carries
 * the number of its input.
 */
final class NativeInput implements AutoCloseable {

  private static final int BUFFER_BYTES = 1 << 17;
  private static final byte[] ZEROS = new byte[BUFFER_BYTES];
  private static final int FROM_START = 0;
  private static final int FROM_CURRENT = 1;
  private static final int FROM_END = 2;

  private static final Map<Long, NativeInput> OPEN = new ConcurrentHashMap<>();
  private static final AtomicLong LAST_NUMBER = new AtomicLong();
  private static final Reading READING = new Reading();
  private static final Seeking SEEKING = new Seeking();

  private static final class Reading extends Read_packet_Pointer_BytePointer_int {
    @Override
    public int call(Pointer number, BytePointer buffer, int count) {
      return OPEN.get(number.address()).read(buffer, count);
    }
  }

  private static final class Seeking extends Seek_Pointer_long_int {
    @Override
    public long call(Pointer number, long offset, int whence) {
      return OPEN.get(number.address()).seek(offset, whence);
    }
  }

  private final long number = LAST_NUMBER.incrementAndGet();
  private final SeekableInput input;
  private final byte[] bytes = new byte[BUFFER_BYTES];
  private final AVIOContext context;
  private long position; // of FFmpeg
  private long inputPosition = -1; // of the input; unknown at first
  private Throwable failure;
  private ByteRanges leftOut = ByteRanges.of(List.of());

  NativeInput(SeekableInput input) {
    FFmpeg.load();
    this.input = input;
    BytePointer buffer = new BytePointer(FFmpeg.allocated(av_malloc(BUFFER_BYTES)));
    context =
        FFmpeg.allocated(
            avio_alloc_context(
                buffer, BUFFER_BYTES, 0, new Address(number), READING, null, SEEKING));
    OPEN.put(number, this);
  }

  AVIOContext context() {
    return context;
  }

  /** The exception that the input threw, if any. */
  Optional<Throwable> failure() {
    return Optional.ofNullable(failure);
  }

  /** From now on gives zeros for some bytes instead of reading them. */
  void leaveOut(ByteRanges ranges) {
    leftOut = ranges;
  }

  private int read(BytePointer buffer, int count) {
    try {
      // FFmpeg seeks beyond the end of truncated files, which some file systems reject.
      if (failure != null || position >= input.length()) {
        return failure == null ? AVERROR_EOF : AVERROR_EXTERNAL;
      }
      long zeros = Math.min(leftOut.from(position), input.length() - position);
      if (zeros > 0) {
        int given = (int) Math.min(zeros, Math.min(count, ZEROS.length));
        buffer.put(ZEROS, 0, given);
        position += given;
        return given;
      }
      if (inputPosition != position) {
        input.seek(position);
        inputPosition = position;
      }
      int got = input.read(bytes, 0, Math.min(count, bytes.length));
      if (got <= 0) {
        return AVERROR_EOF;
      }
      buffer.put(bytes, 0, got);
      position += got;
      inputPosition = position;
      return got;
    } catch (IOException | RuntimeException | Error e) {
      failure = e;
      return AVERROR_EXTERNAL;
    }
  }

  private long seek(long offset, int whence) {
    try {
      switch (whence & ~AVSEEK_FORCE) {
        case AVSEEK_SIZE -> {
          return input.length();
        }
        case FROM_START -> position = offset;
        case FROM_CURRENT -> position += offset;
        case FROM_END -> position = input.length() + offset;
        default -> {
          return AVERROR_EXTERNAL;
        }
      }
      position = Math.max(0, position);
      return position;
    } catch (RuntimeException | Error e) {
      failure = e;
      return AVERROR_EXTERNAL;
    }
  }

  /** Frees native memory; does not close the input. */
  @Override
  public void close() {
    if (OPEN.remove(number) != null) {
      av_free(context.buffer());
      avio_context_free(context);
    }
  }
}
