package org.saliency.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.assertj.core.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.saliency.StorageException;
import org.saliency.UserException;
import org.saliency.frame.Size;
import org.saliency.storage.LocalStorage;
import org.saliency.storage.SeekableInput;

@Timeout(60)
class VideoFaultTest {

  @TempDir private Path folder;

  private Path file(String name, byte[] bytes) throws IOException {
    return Files.write(folder.resolve(name), bytes);
  }

  private static byte[] sample(String name) throws IOException {
    return Files.readAllBytes(VideoCorpus.file(name));
  }

  @Test
  void anEmptyFileIsNamed() throws IOException {
    Path file = file("empty.mp4", new byte[0]);

    assertThatThrownBy(() -> Videos.index(file))
        .isInstanceOf(UserException.class)
        .hasMessage("video %s is empty (0 bytes): copy it again", file);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<html><body>404 Not Found</body></html>",
        "x",
        "#EXTM3U\nhttp://127.0.0.1/a.ts\n"
      })
  void aFileOfAnotherKindIsNamed(String text) throws IOException {
    Path file = file("page.mp4", text.getBytes(StandardCharsets.UTF_8));

    assertThatThrownBy(() -> Videos.index(file))
        .isInstanceOf(UserException.class)
        .hasMessageContaining(
            "file %s (%d bytes) is not an mp4, mov, mkv, webm or avi video", file, text.length());
  }

  @Test
  void aVideoWithoutIndexIsReported() throws IOException {
    byte[] whole = sample("h264-b-frames.mp4"); // its table comes last
    Path file = file("cut.mp4", Arrays.copyOf(whole, whole.length / 2));

    assertThatThrownBy(() -> Videos.index(file))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("video %s", file)
        .hasMessageContaining("no readable index (moov atom)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"h264-open-gop.mkv", "hevc-10bit.mkv"})
  void aTruncatedMatroskaFileMissesFrames(String name) throws IOException {
    byte[] whole = sample(name);
    VideoIndex complete = Videos.index(file("whole.mkv", whole));
    VideoIndex cut = Videos.index(file("cut.mkv", Arrays.copyOf(whole, whole.length * 2 / 3)));

    assertThat(complete.truncation("whole.mkv")).isEmpty();
    assertThat(cut.frames()).isLessThan(complete.frames());
    assertThat(cut.frames() + cut.missingFrames()).isEqualTo(complete.frames());
  }

  @Test
  void aFileWithoutVideoStreamIsReported() {
    Path file = folder.resolve("sound.mp4");
    Programs.ffmpeg("-f", "lavfi", "-i", "sine=d=1", file);

    assertThatThrownBy(() -> Videos.index(file))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("file %s contains no video stream, only audio", file);
  }

  @Test
  void coverArtIsNotAVideo() throws IOException {
    Path file = folder.resolve("song.mp4");
    Path cover = folder.resolve("cover.jpg");
    Programs.ffmpeg("-f", "lavfi", "-i", "testsrc2=s=64x48:d=1", "-frames:v", "1", cover);
    Programs.ffmpeg(
        "-f",
        "lavfi",
        "-i",
        "sine=d=1",
        "-i",
        cover,
        "-map",
        "0",
        "-map",
        "1",
        "-c:v",
        "copy",
        "-disposition:v:0",
        "attached_pic",
        file);

    assertThatThrownBy(() -> Videos.index(file)).hasMessageContaining("contains no video stream");
  }

  @Test
  void aHugeSizeIsRefusedBeforeAnythingIsAllocated() throws IOException {
    byte[] bytes = sample("mjpeg.mov").clone();
    // The sample description: 'jpeg', 24 other bytes, width and height.
    int at = indexOf(bytes, "jpeg", indexOf(bytes, "stsd", 0)) + 4 + 24;
    bytes[at] = 20000 >> 8;
    bytes[at + 1] = (byte) 20000;
    Path file = file("huge.mov", bytes);

    assertThatThrownBy(() -> Videos.index(file))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("video %s is 20000x47 pixels, more than 16384", file);
  }

  private static int indexOf(byte[] bytes, String text, int from) {
    return new String(bytes, StandardCharsets.ISO_8859_1).indexOf(text, from);
  }

  @ParameterizedTest
  @CsvSource({
    "h264-b-frames.mp4, 60",
    "hevc-open-gop.mp4, 60",
    "mjpeg.mov, 50",
    "vp9-10bit.webm, ",
    "av1.mkv, ",
    "mjpeg.avi, 50",
    "mpeg4.avi, 50"
  })
  void aTruncatedVideoKeepsItsFirstFrames(String name, Integer promised) throws IOException {
    Path whole = folder.resolve("whole-" + name);
    Programs.ffmpeg("-i", VideoCorpus.file(name), "-c", "copy", "-movflags", "+faststart", whole);
    byte[] bytes = Files.readAllBytes(whole);
    Path cut = file("cut-" + name, Arrays.copyOf(bytes, bytes.length * 7 / 10));
    List<DecodedFrame> all = Videos.decode(whole);

    VideoIndex index = Videos.index(cut);

    assertThat(index.frames()).isBetween(all.size() / 4, all.size() - 5);
    if (promised != null) {
      assertThat(index.missingFrames()).isEqualTo(promised - index.frames());
    }
    List<DecodedFrame> frames = Videos.decode(cut);
    int agreeing = 0;
    for (DecodedFrame frame : frames) {
      agreeing += Videos.hash(frame).equals(Videos.hash(all.get(frame.frame()))) ? 1 : 0;
    }
    // The reference frames of the last frames may be missing.
    assertThat(agreeing).isGreaterThan(frames.size() - 5);
  }

  /** Overwrites half of a packet. */
  private static void damagePacket(Path file, byte[] bytes, int packet) {
    int place = 0;
    int size = 0;
    for (byte[] one : Programs.packets(file).subList(0, packet + 1)) {
      place = indexOf(bytes, new String(one, StandardCharsets.ISO_8859_1), place + size);
      assertThat(place).as("a packet's place in %s", file).isNotNegative();
      size = one.length;
    }
    int start = place + size / 2;
    Random random = new Random(3);
    for (int i = start; i < start + Math.max(1, size / 2 - 1); i++) {
      bytes[i] = (byte) random.nextInt(256);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "h264-b-frames.mp4",
        "h264-open-gop.mkv",
        "hevc-open-gop.mp4",
        "mpeg4.mp4",
        "mjpeg.avi",
        "mjpeg.mov",
        "vp8-hidden-frames.webm",
        "av1.mp4",
        "mpeg4.avi"
      })
  void aDamagedFrameDoesNotShiftTheNumbersOfOthers(String name) throws IOException {
    List<DecodedFrame> all = Videos.decode(VideoCorpus.file(name));
    VideoIndex index = Videos.index(VideoCorpus.file(name));
    byte[] bytes = sample(name).clone();
    damagePacket(VideoCorpus.file(name), bytes, 20);
    Path damaged = file("damaged-" + name, bytes);

    List<DecodedFrame> frames =
        Videos.decode(damaged, index.span(0, index.frames() - 1)); // as indexed before the damage

    assertThat(frames).hasSameSizeAs(all);
    int same = 0;
    for (int i = 0; i < all.size(); i++) {
      assertThat(frames.get(i).frame()).isEqualTo(i);
      assertThat(frames.get(i).ptsMicros()).isEqualTo(all.get(i).ptsMicros());
      frames
          .get(i)
          .error()
          .ifPresent(error -> assertThat(error).hasMessageContaining("of video %s", damaged));
      same += Videos.hash(frames.get(i)).equals(Videos.hash(all.get(i))) ? 1 : 0;
    }
    assertThat(same).isBetween(all.size() / 3, all.size() - 1);
    assertThat(Videos.hash(frames.get(all.size() - 1)))
        .isEqualTo(Videos.hash(all.get(all.size() - 1)));
  }

  @Test
  void aFileThatChangedIsNamed() {
    VideoSpan span = Videos.index(VideoCorpus.file("h264-b-frames.mp4")).span(50, 52);
    Path other = VideoCorpus.file("av1.mkv");

    assertThatThrownBy(() -> Videos.decode(other, span))
        .isInstanceOf(UserException.class)
        .hasMessageContaining(
            "video %s has changed since it was indexed, frame 48 is missing", other);
  }

  /** A file that fails from a position on. */
  private record Failing(SeekableInput input, long reads, long[] count) implements SeekableInput {
    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      if (++count[0] > reads) {
        throw new IOException("the server is gone");
      }
      return input.read(buffer, offset, Math.min(length, 500));
    }

    @Override
    public void seek(long position) throws IOException {
      input.seek(position);
    }

    @Override
    public long length() {
      return input.length();
    }

    @Override
    public void close() throws IOException {
      input.close();
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 3, 20, 25, 60})
  void aFileThatVanishesIsNamed(long reads) throws IOException {
    String path = VideoCorpus.file("mjpeg.mov").toString();
    VideoSpan span = Videos.index(Path.of(path)).span(0, 49);
    try (SeekableInput input =
        new Failing(new LocalStorage().openSeekable(path), reads, new long[1])) {
      assertThatThrownBy(
              () -> {
                VideoIndex.read(input, path);
              })
          .isInstanceOf(StorageException.class)
          .hasMessageContaining("video %s cannot be read (the server is gone)", path)
          .hasCauseInstanceOf(IOException.class);
    }
    try (SeekableInput input =
        new Failing(new LocalStorage().openSeekable(path), reads, new long[1])) {
      assertThatThrownBy(
              () -> {
                try (VideoReader reader =
                    VideoReader.open(input, path, span, Optional.of(new Size(8, 8)))) {
                  while (reader.hasNext()) {
                    reader.next();
                  }
                }
              })
          .isInstanceOf(StorageException.class)
          .hasMessageContaining("video %s cannot be read (the server is gone)", path);
    }
  }

  /**
   * Any damage gives frames, frame errors or an error that names the file; never a crash or a hang.
   */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "h264-b-frames.mp4",
        "h264-open-gop.mkv",
        "hevc-10bit.mkv",
        "mpeg4.avi",
        "mjpeg.mov",
        "vp9-hidden-frames.webm",
        "av1.mkv",
        "h264-fragments.mp4"
      })
  void anyDamageGivesFramesOrErrors(String name) throws IOException {
    byte[] whole = sample(name);
    Random random = new Random(name.hashCode());
    for (int i = 0; i < 25; i++) {
      byte[] bytes = Arrays.copyOf(whole, i % 2 == 0 ? whole.length : random.nextInt(whole.length));
      for (int k = 0; k < 1 + random.nextInt(20) && bytes.length > 0; k++) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      Path file = file("any", bytes);
      long start = System.nanoTime();
      try {
        VideoIndex index = Videos.index(file);
        int first = random.nextInt(index.frames());
        Videos.decode(file, index.span(first, Math.min(first + 20, index.frames() - 1)));
      } catch (UserException e) {
        assertThat(e).hasMessageContaining(file.toString());
      }
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
    }
  }

  @Test
  void noFileHandleIsLeftOpen() throws IOException {
    File handles = new File("/proc/self/fd");
    Assumptions.assumeThat(handles.list()).as("Linux shows a process its handles").isNotNull();
    Path good = VideoCorpus.file("h264-b-frames.mp4");
    Path bad = file("bad.mp4", new byte[100]);
    Videos.decode(good);
    int before = handles.list().length;

    for (int i = 0; i < 20; i++) {
      Videos.decode(good, Videos.index(good).span(20, 22));
      assertThatThrownBy(() -> Videos.index(bad)).isInstanceOf(UserException.class);
    }

    assertThat(handles.list().length).isLessThanOrEqualTo(before + 2);
  }

  @Test
  void manyReadersAreOpenAtOnce() throws IOException {
    Path file = VideoCorpus.file("h264-b-frames.mp4");
    VideoIndex index = Videos.index(file);
    List<VideoReader> readers = new java.util.ArrayList<>();
    List<SeekableInput> inputs = new java.util.ArrayList<>();
    for (int i = 0; i < 40; i++) { // more than there are callbacks from native code
      inputs.add(new LocalStorage().openSeekable(file.toString()));
      readers.add(
          VideoReader.open(inputs.get(i), file.toString(), index.span(i, i), Optional.empty()));
    }
    for (int i = 0; i < 40; i++) {
      assertThat(readers.get(i).next().picture()).isPresent();
    }
    for (int i = 0; i < 40; i++) {
      readers.get(i).close();
      inputs.get(i).close();
    }
  }

  @Test
  void fileNamesMayContainAnyCharacter() throws IOException {
    byte[] bytes = sample("mjpeg.avi");
    for (String name : new String[] {"-a b.avi", "100%#1.avi", "\"it's\".avi", "видео.avi"}) {
      assertThat(Videos.index(file(name, bytes)).frames()).isEqualTo(50);
    }
  }
}
