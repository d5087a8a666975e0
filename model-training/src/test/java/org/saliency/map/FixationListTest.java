package org.saliency.map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.saliency.UserException;
import org.saliency.frame.Size;

class FixationListTest {

  private static final Size SIZE = new Size(40, 30);
  private static final String PATH = "Fixations/100%/fixations.json";

  private static InputStream stream(String json) {
    return new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8));
  }

  private static List<Fixations> read(String json) throws IOException {
    List<Fixations> frames = new ArrayList<>();
    try (FixationList list = FixationList.open(stream(json), PATH, SIZE)) {
      list.forEachRemaining(frames::add);
    }
    return frames;
  }

  @Test
  void givesTheFixationsOfEachFrame() throws IOException {
    List<Fixations> frames = read("[[[0, 39], [29, 0]], [], [[7, 8.0]]]\n");
    assertThat(frames).hasSize(3).allMatch(frame -> frame.size().equals(SIZE));
    assertThat(frames.get(0).rows()).containsExactly(0, 29);
    assertThat(frames.get(0).columns()).containsExactly(39, 0);
    assertThat(frames.get(1).count()).isZero();
    assertThat(frames.get(2).rows()).containsExactly(7);
    assertThat(frames.get(2).columns()).containsExactly(8);
  }

  @Test
  void keepsRepeatedFixationsInTheirOrder() throws IOException {
    Fixations fixations = read("[[[3,4],[1,2],[3,4]]]").get(0);
    assertThat(fixations.rows()).containsExactly(3, 1, 3);
    assertThat(fixations.columns()).containsExactly(4, 2, 4);
    assertThat(fixations.asSet().count()).isEqualTo(2);
  }

  @Test
  void aThirdNumberIsTheViewer() throws IOException {
    List<Fixations> frames = read("[[[3,4,7],[1,2,0],[5,6,7]],[],[[1,2]]]");
    assertThat(frames.get(0).viewers()).containsExactly(7, 0, 7);
    assertThat(frames.get(0).of(viewer -> viewer == 7).rows()).containsExactly(3, 5);
    assertThat(frames.get(1).hasViewers()).isTrue();
    assertThat(frames.get(2).hasViewers()).isFalse();
  }

  @Test
  void takesAnyNumberOfFixations() throws IOException {
    String frame = "[" + "[1,2],".repeat(999) + "[1,2]]";
    assertThat(read("[" + frame + "," + frame + "]"))
        .extracting(Fixations::count)
        .containsExactly(1000, 1000);
  }

  @Test
  void givesTheFramesBeforeAnInvalidOne() {
    FixationList list = FixationList.open(stream("[[[1,2]],[[1,2]],[[99,2]]]"), PATH, SIZE);
    assertThat(list.next().count()).isOne();
    assertThat(list.next().count()).isOne();
    assertThatThrownBy(list::next).hasMessageContaining("frame 2");
  }

  @Test
  void aVideoOfNoFramesIsEmpty() throws IOException {
    assertThat(read("[]")).isEmpty();
    FixationList list = FixationList.open(stream("[]"), PATH, SIZE);
    assertThatThrownBy(list::next)
        .isInstanceOf(NoSuchElementException.class)
        .hasMessage("fixations " + PATH + " have 0 frames");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[[],[[30,0]]] | frame 1 (from 0) has row 30, outside the frame of 40x30 (0 to 29)",
        "[[],[],[[0,40]]] | frame 2 (from 0) has column 40, outside the frame of 40x30 (0 to 39)",
        "[[[-1,0]]] | frame 0 (from 0) has row -1, outside the frame of 40x30 (0 to 29)",
        "[[[1e300,0]]] | frame 0 (from 0) has row 1e300, outside",
        "[[[1,2.5]]] | frame 0 (from 0) has 2.5 for a column, which is not an integer",
        "[[[1,\"2\"]]] | frame 0 (from 0) has 2 for a column",
        "[[[1,null]]] | frame 0 (from 0) has null for a column",
        "[[[1]]] | frame 0 (from 0) has ] for a column",
        "[[[1,2,3,4]]] | frame 0 (from 0) contains 4 after row 1, column 2 and viewer 3",
        "[[[1,2,-3]]] | frame 0 (from 0) has viewer -3, which is not a number from 0",
        "[[[1,2,0.5]]] | frame 0 (from 0) has 0.5 for a viewer, which is not an integer",
        "[[[1,2,0],[1,2]]] | frame 0 (from 0) has a viewer for some fixations, but not for all",
        "[[1,2]] | frame 0 (from 0) contains 1 instead of [row, column]",
        "[[],null] | frame 1 (from 0) is null instead of an array of [row, column]",
        "[[],{}] | frame 1 (from 0) is { instead of an array of [row, column]",
      })
  void reportsTheFrameAndItsError(String json, String message) {
    assertError(json, PATH + ": " + message);
    assertError(json, "expected [row, column] pairs of integers at the video's own size");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "<html> | are truncated or not JSON at frame 0 (from 0), line 1, column",
        "[[[1,2]],[[1 | are truncated or not JSON at frame 1 (from 0), line 1, column",
        "[[[1,2]] | are truncated or not JSON at frame 1 (from 0), line 1, column",
        "[[[NaN,2]]] | are truncated or not JSON at frame 0 (from 0), line 1, column",
        "{\"a\": 1} | begin with {: expected an array over frames,",
        "[[[1,2]]] [] | continue after the end of their array with [: keep one array",
        "'' | are empty: copy or extract them again",
      })
  void reportsAFileThatIsNotAFixationList(String json, String message) {
    assertError(json, "fixations " + PATH + " " + message);
  }

  private static void assertError(String json, String message) {
    assertThatThrownBy(() -> read(json))
        .isInstanceOfSatisfying(
            UserException.class, e -> assertThat(e.kind()).isEqualTo(UserException.Kind.INPUT))
        .hasMessageContaining(message);
  }

  @Test
  void namesTheFileThatCannotBeRead() {
    InputStream broken =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("connection reset");
          }
        };
    assertThatThrownBy(() -> FixationList.open(broken, PATH, SIZE))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith("fixations " + PATH + " cannot be read at frame 0")
        .hasMessageContaining("connection reset");
  }

  @Test
  void closesTheFile() throws IOException {
    AtomicBoolean isClosed = new AtomicBoolean();
    InputStream stream =
        new ByteArrayInputStream("[[]]".getBytes(StandardCharsets.UTF_8)) {
          @Override
          public void close() {
            isClosed.set(true);
          }
        };
    FixationList.open(stream, PATH, SIZE).close();
    assertThat(isClosed).isTrue();
  }
}
