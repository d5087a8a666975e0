package org.saliency.spark.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.saliency.frame.Frame;
import org.saliency.frame.Size;

class FrameWindowTest {

  private static final Size SIZE = new Size(1, 1);

  private final FrameWindow window = new FrameWindow(3);

  private void good(int number) {
    window.add("first", Optional.of(frame(number)));
  }

  private static Frame frame(int number) {
    return new Frame(SIZE, new byte[] {(byte) number, 0, 0});
  }

  private void bad() {
    window.add("first", Optional.empty());
  }

  private List<Integer> numbers() {
    return window.frames().stream().map(frame -> (int) frame.rgb()[0]).toList();
  }

  @Test
  void firstFrameIsRepeatedUntilTheWindowIsFull() {
    good(1);
    assertThat(numbers()).containsExactly(1, 1, 1);
    good(2);
    assertThat(numbers()).containsExactly(1, 1, 2);
    good(3);
    assertThat(numbers()).containsExactly(1, 2, 3);
    good(4);
    assertThat(numbers()).containsExactly(2, 3, 4);
  }

  @Test
  void badFrameIsReplacedByTheLastGoodFrame() {
    good(1);
    bad();
    good(3);
    assertThat(numbers()).containsExactly(1, 1, 3);
  }

  @Test
  void framesBeforeTheWindowDoNotMatter() {
    good(1);
    bad();
    bad();
    good(4);
    assertThat(numbers()).containsExactly(4, 4, 4);
    good(5);
    assertThat(numbers()).containsExactly(4, 4, 5);
  }

  @Test
  void anotherSequenceEmptiesTheWindow() {
    good(1);
    window.add("second", Optional.of(frame(9)));
    assertThat(numbers()).containsExactly(9, 9, 9);
  }
}
