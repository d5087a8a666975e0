package org.saliency.video;

import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_CORRUPT;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.saliency.UserException;
import org.saliency.storage.SeekableInput;
import org.saliency.storage.Storage;

/**
 * Joins the parts of a video written by {@link VideoWriter} by copying, without encoding: frames,
 * times and pixels are kept.
 */
public final class VideoJoiner {

  private VideoJoiner() {}

  /**
   * Joins parts.
   *
   * @param storage of the parts
   * @param parts paths of mp4 files of the same kind, size and timing, in presentation order; at
   *     least one
   * @param output mp4 file to write or replace; deleted on failure
   * @throws UserException when a part cannot be read or does not match the others
   * @throws IOException when a part cannot be opened or the output cannot be written
   */
  public static void join(Storage storage, List<String> parts, Path output) throws IOException {
    try (Joined joined = new Joined(output)) {
      for (String part : parts) {
        try (SeekableInput input = storage.openSeekable(part);
            VideoFile video = VideoFile.open(input, part)) {
          joined.append(video);
        }
      }
      joined.finish();
    }
  }

  private static final class Joined implements AutoCloseable {

    private final Path output;
    private final AVPacket packet = FFmpeg.allocated(av_packet_alloc());
    private Mp4File mp4;
    private String first;
    private Form form;

    Joined(Path output) {
      this.output = output;
    }

    void append(VideoFile part) throws IOException {
      AVCodecParameters parameters = part.stream().codecpar();
      Form own = Form.of(part);
      if (mp4 == null) {
        first = part.path();
        form = own;
        mp4 = Mp4File.create(output, parameters, part.timeBase().denominator());
      } else if (!own.equals(form)) {
        throw UserException.input(
            "parts %s (%s) and %s (%s) belong to different videos or were written with different"
                + " settings: write all of them again",
            first, form, part.path(), own);
      }
      long end = part.stream().start_time() + part.stream().duration();
      boolean isComplete = true;
      while (part.read(packet)) {
        isComplete &= (packet.flags() & AV_PKT_FLAG_CORRUPT) == 0;
        packet.duration(end - packet.pts()); // only matters for the last
        mp4.write(packet);
      }
      if (!isComplete || part.packetsRead() != part.expectedPackets()) {
        throw UserException.input(
            "part %s is truncated, %d of its %d frames can be read: write it again",
            part.path(), part.packetsRead() - (isComplete ? 0 : 1), part.expectedPackets());
      }
    }

    void finish() throws IOException {
      if (mp4 == null) {
        throw new IllegalArgumentException("video " + output + " has no parts");
      }
      mp4.finish();
    }

    @Override
    public void close() {
      av_packet_free(packet);
      if (mp4 != null) {
        mp4.close();
      }
    }
  }

  /** The encoding parameters that all parts must share. */
  private record Form(String codec, int width, int height, TimeBase timeBase, String setup) {

    static Form of(VideoFile part) {
      AVCodecParameters parameters = part.stream().codecpar();
      byte[] setup = new byte[parameters.extradata_size()];
      if (setup.length > 0) {
        parameters.extradata().get(setup);
      }
      return new Form(
          part.codec(),
          parameters.width(),
          parameters.height(),
          part.timeBase(),
          HexFormat.of().formatHex(setup));
    }

    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "%s, %dx%d, %d ticks per second",
          codec,
          width,
          height,
          timeBase.denominator());
    }
  }
}
