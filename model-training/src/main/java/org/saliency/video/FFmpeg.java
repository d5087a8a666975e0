package org.saliency.video;

import static org.bytedeco.ffmpeg.global.avutil.AV_LOG_QUIET;
import static org.bytedeco.ffmpeg.global.avutil.AV_LOG_WARNING;
import static org.bytedeco.ffmpeg.global.avutil.av_log_set_level;
import static org.bytedeco.ffmpeg.global.avutil.av_strerror;
import static org.bytedeco.ffmpeg.global.avutil.setLogCallback;

import java.nio.charset.StandardCharsets;
import org.bytedeco.ffmpeg.avutil.LogCallback;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avfilter;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.swscale;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Loader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * FFmpeg's libraries, loaded once. Errors are reported by exceptions; the libraries' own messages
 * are logged if level debug is enabled when they are loaded.
 */
final class FFmpeg {

  private static final Logger LOG = LoggerFactory.getLogger(FFmpeg.class);
  private static final String MEMORY_LIMIT = "org.bytedeco.javacpp.maxPhysicalBytes";
  private static final int LONGEST_MESSAGE = 256;

  /** Referenced here, since native code does not protect it from garbage collection. */
  private static final LogCallback TO_LOG =
      new LogCallback() {
        @Override
        public void call(int level, BytePointer message) {
          LOG.debug("{}", message.getString(StandardCharsets.UTF_8).strip());
        }
      };

  static {
    if (System.getProperty(MEMORY_LIMIT) == null) {
      // By default JavaCPP refuses to allocate if the process is large for any reason.
      System.setProperty(MEMORY_LIMIT, "0");
    }
    for (Class<?> library :
        new Class<?>[] {avcodec.class, avformat.class, avfilter.class, swscale.class}) {
      Loader.load(library);
    }
    if (LOG.isDebugEnabled()) {
      setLogCallback(TO_LOG);
      av_log_set_level(AV_LOG_WARNING);
    } else {
      av_log_set_level(AV_LOG_QUIET);
    }
  }

  private FFmpeg() {}

  /** Loads the libraries. */
  static void load() {}

  /** The message for an error code. */
  static String message(int code) {
    byte[] text = new byte[LONGEST_MESSAGE];
    av_strerror(code, text, text.length);
    int length = 0;
    while (length < text.length && text[length] != 0) {
      length++;
    }
    return new String(text, 0, length, StandardCharsets.UTF_8);
  }

  /** Throws on an error that does not depend on the input. */
  static void check(int code, String what) {
    if (code < 0) {
      throw new IllegalStateException("FFmpeg could not " + what + ": " + message(code));
    }
  }

  /** Returns the pointer; throws if it is null. */
  static <T> T allocated(T pointer) {
    if (pointer == null) {
      throw new OutOfMemoryError("FFmpeg could not allocate memory");
    }
    return pointer;
  }
}
