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
 * FFmpeg's libraries, loaded once. They are silent: what goes wrong is told by exceptions, and the
 * libraries' own words go to the log at level debug when it is on as they are loaded.
 */
final class FFmpeg {

  private static final Logger LOG = LoggerFactory.getLogger(FFmpeg.class);
  private static final String MEMORY_LIMIT = "org.bytedeco.javacpp.maxPhysicalBytes";
  private static final int LONGEST_MESSAGE = 256;

  /** Referred to here, as native code alone does not keep it. */
  private static final LogCallback TO_LOG =
      new LogCallback() {
        @Override
        public void call(int level, BytePointer message) {
          LOG.debug("{}", message.getString(StandardCharsets.UTF_8).strip());
        }
      };

  static {
    if (System.getProperty(MEMORY_LIMIT) == null) {
      // JavaCPP would refuse to allocate when the process is large, whoever took the memory.
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

  /** Loads the libraries, unless that is done. */
  static void load() {}

  /** What an error code means. */
  static String message(int code) {
    byte[] text = new byte[LONGEST_MESSAGE];
    av_strerror(code, text, text.length);
    int length = 0;
    while (length < text.length && text[length] != 0) {
      length++;
    }
    return new String(text, 0, length, StandardCharsets.UTF_8);
  }

  /** Throws when FFmpeg could not allocate something, or refused what cannot be wrong. */
  static void check(int code, String what) {
    if (code < 0) {
      throw new IllegalStateException("FFmpeg could not " + what + ": " + message(code));
    }
  }

  /** The same pointer, unless it is null. */
  static <T> T allocated(T pointer) {
    if (pointer == null) {
      throw new OutOfMemoryError("FFmpeg got no memory");
    }
    return pointer;
  }
}
