package org.saliency.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NameListTest {

  private static final List<String> ALL =
      List.of(
          "encoder.conv1.weight",
          "encoder.bn1.weight",
          "encoder.bn1.num_batches_tracked",
          "encoder.bn2.weight",
          "encoder.bn2.num_batches_tracked",
          "up1.0.weight");

  @Test
  void namesACompleteModule() {
    assertThat(NameList.summary(ALL.subList(0, 5), ALL)).isEqualTo("encoder 5");
  }

  @Test
  void splitsAnIncompleteModule() {
    List<String> listed =
        List.of("encoder.bn1.weight", "encoder.bn1.num_batches_tracked", "up1.0.weight");

    assertThat(NameList.summary(listed, ALL)).isEqualTo("encoder.bn1 2, up1 1");
  }

  @Test
  void groupsCountersWithoutTheirLayers() {
    List<String> counters =
        List.of("encoder.bn1.num_batches_tracked", "encoder.bn2.num_batches_tracked");
    List<String> rest = ALL.stream().filter(name -> !counters.contains(name)).toList();

    assertThat(NameList.summary(counters, ALL)).isEqualTo("*.num_batches_tracked 2");
    assertThat(NameList.summary(rest, ALL)).isEqualTo("encoder 3, up1 1");
  }

  @Test
  void cutsALongListAndCountsTheRest() {
    List<String> listed =
        IntStream.range(0, 15).mapToObj(i -> "part%02d.weight".formatted(i)).toList();

    assertThat(NameList.summary(listed, listed))
        .startsWith("part00 1, part01 1,")
        .endsWith("part11 1, and 3 more");
  }
}
