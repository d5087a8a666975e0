package org.saliency.video;

import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_JPEG;
import static org.bytedeco.ffmpeg.global.avutil.av_make_q;
import static org.bytedeco.ffmpeg.global.avutil.av_rescale_q;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.saliency.frame.Frame;
import org.saliency.storage.LocalStorage;
import org.saliency.storage.SeekableInput;

/** The contents of a written video. */
record WrittenVideo(
    VideoIndex index, List<Frame> frames, double guessedRate, long endMicros, boolean isFullRange) {

  static WrittenVideo read(Path file) throws IOException {
    try (SeekableInput input = new LocalStorage().openSeekable(file.toString())) {
      VideoIndex index = VideoIndex.read(input, file.toString());
      List<Frame> frames = new ArrayList<>();
      VideoSpan all = index.span(0, index.frames() - 1);
      try (VideoReader reader = VideoReader.open(input, file.toString(), all, Optional.empty())) {
        reader.forEachRemaining(frame -> frames.add(frame.picture().orElseThrow()));
      }
      try (VideoFile container = VideoFile.open(input, file.toString())) {
        AVStream stream = container.stream();
        long end = stream.start_time() + stream.duration();
        return new WrittenVideo(
            index,
            frames,
            (double) stream.r_frame_rate().num() / stream.r_frame_rate().den(),
            av_rescale_q(end, stream.time_base(), av_make_q(1, 1_000_000)),
            stream.codecpar().color_range() == AVCOL_RANGE_JPEG);
      }
    }
  }

  long[] times() {
    return IntStream.range(0, index.frames()).mapToLong(index::ptsMicros).toArray();
  }

  /** The green channel of a frame, which is the grey of a grey picture. */
  byte[] grey(int frame) {
    byte[] rgb = frames.get(frame).rgb();
    byte[] grey = new byte[rgb.length / 3];
    for (int i = 0; i < grey.length; i++) {
      grey[i] = rgb[3 * i + 1];
    }
    return grey;
  }
}
