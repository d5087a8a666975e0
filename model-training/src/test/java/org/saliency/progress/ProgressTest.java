package org.saliency.progress;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ProgressTest {

  @Test
  void theStepThatBeganLastIsCurrentUntilItEnds() {
    try (Progress progress = Progress.start("score", "frames", 8)) {
      progress.advance(3);
      assertThat(Progress.current()).contains("score: 3 of 8 frames");
    }
    assertThat(Progress.current()).isEmpty();
  }

  @Test
  void aLineGivesCountSpeedAndNote() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (Progress progress =
        Progress.lines(
            "epoch 1/2", "images", 4, new PrintStream(out, true, StandardCharsets.UTF_8))) {
      progress.to(4);
      progress.note("loss 0.5");
    }
    assertThat(out.toString(StandardCharsets.UTF_8))
        .matches("epoch 1/2: 4 of 4 images, [0-9.]+ images/s, [0-9]+ s, loss 0\\.5\\R");
  }
}
