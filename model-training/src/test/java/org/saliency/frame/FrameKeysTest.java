package org.saliency.frame;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FrameKeysTest {

  /** The keys of files, in the order of the frames. */
  private static Map<String, String> keys(String... files) {
    FrameKeys keys = FrameKeys.of(Arrays.asList(files));
    Map<String, String> ordered = new LinkedHashMap<>();
    Arrays.stream(files)
        .sorted(keys.order())
        .forEach(file -> ordered.put(FrameName.stem(file), keys.key(file)));
    return ordered;
  }

  @Test
  void theLastNumberCountsWhereItTellsFramesApart() {
    assertThat(keys("shot1_0010.png", "shot1_2.png", "shot2_0003.png").values())
        .containsExactly("2", "3", "10");
    assertThat(keys("v1.0002.png", "v1.0001.png").values()).containsExactly("1", "2");
    assertThat(keys("v1.9.png", "v1.10.png", "v1.11.png").values())
        .containsExactly("9", "10", "11");
    assertThat(keys("v0.9.png", "v0.10.png").values()).containsExactly("9", "10");
    assertThat(keys("shot1.0001.png", "shot2.0002.png").values()).containsExactly("1", "2");
  }

  @Test
  void timesWithDecimalsAreOrderedByValue() {
    assertThat(keys("t_0.25.png", "t_0.5.png", "t_0.75.png", "t_1.0.png"))
        .containsExactly(
            Map.entry("t_0.25", "0.25"),
            Map.entry("t_0.5", "0.5"),
            Map.entry("t_0.75", "0.75"),
            Map.entry("t_1.0", "1"));
    assertThat(keys("10.0.png", "9.5.png", "9.0.png").values()).containsExactly("9", "9.5", "10");
    assertThat(keys("0.5.png", "0.25.png").values()).containsExactly("0.25", "0.5");
  }

  @Test
  void nanosecondsBeyondALongAreOrderedByValue() {
    assertThat(keys("10000000000000000000.png", "9999999999999999999.png", "017.png").values())
        .containsExactly("17", "9999999999999999999", "10000000000000000000");
  }

  @Test
  void numbersThatAllFramesShareDoNotCount() {
    assertThat(keys("aachen_000000_000020_leftImg8bit.png", "aachen_000000_000019_leftImg8bit.png"))
        .containsExactly(
            Map.entry("aachen_000000_000019_leftImg8bit", "19"),
            Map.entry("aachen_000000_000020_leftImg8bit", "20"));
    assertThat(keys("a_1_5_leftImg8bit.png", "a_2_6_leftImg8bit.png").values())
        .containsExactly("5", "6");
    assertThat(keys("12:01:00.png", "12:00:59.png", "12:00:00.png").values())
        .containsExactly("0_0", "0_59", "1_0");
  }

  @Test
  void namesWithoutANumberComeLastByText() {
    assertThat(keys("fox.png", "2.png", "elk.png").keySet()).containsExactly("2", "elk", "fox");
  }

  @Test
  void filesOfOneFrameShareAKey() {
    assertThat(keys("1.png", "0001.jpg", "2.png").values()).containsExactly("1", "1", "2");
  }
}
