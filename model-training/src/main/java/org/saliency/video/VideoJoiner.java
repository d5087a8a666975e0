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
 * Joins the parts of a video that {@link VideoWriter} wrote apart, without encoding anything again:
 * the file has their frames, times and pixels, and the length of its last part's last frame.
 */
public final class VideoJoiner {

  private VideoJoiner() {}

  /**
   * Joins parts.
   *
   * @param storage where the parts are
   * @param parts paths of mp4 files of the same kind, size and timing, in the order they are shown;
   *     at least one
   * @param output the mp4, in place of one that is there; deleted again when something fails
   * @throws UserException when a part cannot be read or does not fit the others
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

  /** The output as it grows. */
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
            "parts %s (%s) and %s (%s) are not of one video, or were written with other settings:"
                + " write all of them again",
            first, form, part.path(), own);
      }
      long end = part.stream().start_time() + part.stream().duration();
      boolean isWhole = true;
      while (part.read(packet)) {
        isWhole &= (packet.flags() & AV_PKT_FLAG_CORRUPT) == 0;
        packet.duration(end - packet.pts()); // right for the last, and of no weight for others
        mp4.write(packet);
      }
      if (!isWhole || part.packetsRead() != part.promisedPackets()) {
        throw UserException.input(
            "part %s is cut off: %d of its %d frames could be read; write it again",
            part.path(), part.packetsRead() - (isWhole ? 0 : 1), part.promisedPackets());
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

  /** What parts must have in common. */
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
          "%s of %dx%d, %d ticks a second",
          codec,
          width,
          height,
          timeBase.denominator());
    }
  }
}
