package org.saliency.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.saliency.frame.Frame;
import org.saliency.frame.Size;
import org.saliency.map.Resize;
import org.saliency.storage.LocalStorage;
import org.saliency.storage.SeekableInput;

class VideoReaderTest {

  /** A file decoded from start to end. */
  private record Sequence(VideoIndex index, List<String> frames) {}

  private static final Map<String, Sequence> SEQUENCES = new ConcurrentHashMap<>();

  private static Sequence sequence(String name) {
    return SEQUENCES.computeIfAbsent(
        name,
        key -> {
          Path file = VideoCorpus.file(key);
          return new Sequence(Videos.index(file), describe(Videos.decode(file)));
        });
  }

  private static List<String> describe(List<DecodedFrame> frames) {
    return frames.stream()
        .map(f -> f.frame() + " " + f.ptsMicros() + " " + f.isKeyFrame() + " " + Videos.hash(f))
        .toList();
  }

  static java.util.stream.Stream<String> corpus() {
    return VideoCorpus.names();
  }

  @ParameterizedTest
  @MethodSource("corpus")
  void picturesAreThoseOfTheFfmpegCommand(String name) {
    Path file = VideoCorpus.file(name);

    assertThat(Videos.decode(file))
        .extracting(Videos::hash)
        .isEqualTo(Programs.rgbHashes(file, VideoCorpus.uprightFilter(name)));
  }

  @Property(tries = 300)
  void anyCutGivesWhatDecodingFromTheStartGives(
      @ForAll @IntRange(max = 999) int video,
      @ForAll @IntRange(max = 59) int first,
      @ForAll @IntRange(max = 30) int length) {
    String name = VideoCorpus.name(video);
    Sequence sequence = sequence(name);
    int begin = first % sequence.index().frames();
    int end = Math.min(begin + length, sequence.index().frames() - 1);

    List<DecodedFrame> cut =
        Videos.decode(VideoCorpus.file(name), sequence.index().span(begin, end));

    assertThat(describe(cut)).isEqualTo(sequence.frames().subList(begin, end + 1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"h264-b-frames.mp4", "hevc-open-gop.mp4", "vp9-hidden-frames.webm", "av1.mkv"})
  void theNumberOfThreadsDoesNotChangeFrames(String name) {
    VideoIndex index = sequence(name).index();
    VideoSpan span = index.span(15, index.frames() - 1);

    List<DecodedFrame> frames = Videos.decode(VideoCorpus.file(name), span, Optional.empty(), 3);

    assertThat(describe(frames)).isEqualTo(sequence(name).frames().subList(15, index.frames()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "h264-b-frames.mp4",
        "h264-open-gop.mkv",
        "hevc-open-gop.mp4",
        "h264-no-cues.mkv",
        "mpeg4.avi",
        "mpeg4-no-index.avi",
        "vp9-hidden-frames.webm"
      })
  void decodingStartsAtThePrecedingKeyFrame(String name) throws IOException {
    Path file = VideoCorpus.file(name);
    VideoIndex index = Videos.index(file);
    int frame = index.frames() - 3;
    VideoSpan span = index.span(frame, frame);

    try (SeekableInput input = new LocalStorage().openSeekable(file.toString());
        VideoReader reader = VideoReader.open(input, file.toString(), span, Optional.empty())) {
      reader.next();

      assertThat(span.decodedFrom()).isEqualTo(index.keyFrameAtOrBefore(frame)).isGreaterThan(20);
      // Leading frames of an open GOP may be decoded, too.
      assertThat(reader.decodedFrames()).isBetween(1L, frame - span.decodedFrom() + 5L);
    }
  }

  @Test
  void aSpanIsSerializable() throws Exception {
    VideoSpan span = Videos.index(VideoCorpus.file("h264-open-gop.mkv")).span(14, 40);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream stream = new ObjectOutputStream(bytes)) {
      stream.writeObject(span);
    }
    VideoSpan arrived;
    try (ObjectInputStream stream =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      arrived = (VideoSpan) stream.readObject();
    }

    assertThat(bytes.size()).isLessThan(2000);
    assertThat(describe(Videos.decode(VideoCorpus.file("h264-open-gop.mkv"), arrived)))
        .isEqualTo(sequence("h264-open-gop.mkv").frames().subList(14, 41));
  }

  @ParameterizedTest
  @CsvSource({"48x27", "31x50", "200x120"})
  void scaledFramesAreCloseToScalingTheDecodedOnes(String size) {
    Path file = VideoCorpus.file("mpeg4-soft.mkv");
    VideoIndex index = Videos.index(file);
    VideoSpan span = index.span(0, 20);
    Size target = Size.parse(size);

    List<DecodedFrame> scaled = Videos.decode(file, span, Optional.of(target), 1);
    List<DecodedFrame> full = Videos.decode(file, span);

    for (int i = 0; i < scaled.size(); i++) {
      Frame expected = Resize.antialiased(full.get(i).picture().orElseThrow(), target);
      Frame actual = scaled.get(i).picture().orElseThrow();
      assertThat(actual.size()).isEqualTo(target);
      double difference =
          IntStream.range(0, actual.rgb().length)
              .map(k -> Math.abs((actual.rgb()[k] & 0xff) - (expected.rgb()[k] & 0xff)))
              .average()
              .orElseThrow();
      assertThat(difference).isCloseTo(0, within(2.0)); // rounding in two ways from YUV
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"h264-b-frames.mp4", "hevc-open-gop.mp4", "vp9-hidden-frames.webm"})
  void skippingDoesNotChangeOtherFrames(String name) throws IOException {
    Path file = VideoCorpus.file(name);
    List<String> all = sequence(name).frames();
    VideoSpan span = Videos.index(file).span(2, all.size() - 1);
    List<DecodedFrame> frames = new ArrayList<>();

    try (SeekableInput input = new LocalStorage().openSeekable(file.toString());
        VideoReader reader = VideoReader.open(input, file.toString(), span, Optional.empty())) {
      for (int frame : List.of(5, 6, 20, 31)) {
        reader.skipTo(frame);
        frames.add(reader.next());
      }
      reader.skipTo(7);
      frames.add(reader.next());

      assertThat(describe(frames))
          .containsExactly(all.get(5), all.get(6), all.get(20), all.get(31), all.get(32));
      assertThatThrownBy(() -> reader.skipTo(all.size()))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void readingAfterTheLastFrameThrows() throws IOException {
    Path file = VideoCorpus.file("mjpeg.avi");
    VideoSpan span = Videos.index(file).span(3, 3);
    try (SeekableInput input = new LocalStorage().openSeekable(file.toString());
        VideoReader reader = VideoReader.open(input, file.toString(), span, Optional.empty())) {
      reader.next();

      assertThat(reader.hasNext()).isFalse();
      assertThatThrownBy(reader::next).isInstanceOf(NoSuchElementException.class);
    }
  }

  @Test
  void aClosedReaderThrows() throws IOException {
    Path file = VideoCorpus.file("mjpeg.avi");
    VideoSpan span = Videos.index(file).span(3, 8);
    try (SeekableInput input = new LocalStorage().openSeekable(file.toString())) {
      VideoReader reader = VideoReader.open(input, file.toString(), span, Optional.empty());
      reader.next();
      reader.close();
      reader.close();

      assertThatThrownBy(reader::next)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("is closed");
    }
  }
}
