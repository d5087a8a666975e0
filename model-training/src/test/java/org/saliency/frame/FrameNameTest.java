package org.saliency.frame;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class FrameNameTest {

  @Test
  void namesAreOrderedByTheirLastNumber() {
    List<String> files = List.of("1000.png", "101.png", "x.png", "shot2_000017.png");

    assertThat(files.stream().sorted(FrameKeys.of(files).order()))
        .containsExactly("shot2_000017.png", "101.png", "1000.png", "x.png");
  }

  @Test
  void namesOfOneFrameShareAKey() {
    assertThat(FrameName.key("1.png")).isEqualTo("1").isEqualTo(FrameName.key("v_0001.jpg"));
    assertThat(FrameName.key("fox.png")).isEqualTo("fox").isEqualTo(FrameName.key("fox"));
    assertThat(FrameName.key("0.png")).isEqualTo("0");
  }
}
