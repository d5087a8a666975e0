package org.saliency.spark.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.saliency.UserException;

class AttributeTableTest {

  private static final Set<String> VIDEOS = Set.of("dog", "cat", "car");

  private static Map<String, Map<String, String>> parse(String text) {
    return AttributeTable.parse(text, "a.csv", VIDEOS);
  }

  @Test
  void valuesAreReadByAttributeAndVideo() {
    assertThat(parse("video,motion,viewers\ndog,fast,12\ncat,,13\n"))
        .isEqualTo(
            Map.of("motion", Map.of("dog", "fast"), "viewers", Map.of("dog", "12", "cat", "13")));
  }

  @Test
  void anUnknownVideoIsNamedWithItsRow() {
    assertThatThrownBy(() -> parse("video,motion\ndog,fast\ncow,slow\n"))
        .isInstanceOf(UserException.class)
        .hasMessage("Unknown video 'cow' in table a.csv, row 2: the results have car, cat, dog");
  }

  @Test
  void aVideoThatOccursTwiceIsRefused() {
    assertThatThrownBy(() -> parse("video,motion\ndog,fast\ndog,slow\n"))
        .hasMessageStartingWith("Duplicate video 'dog' in table a.csv, row 2");
  }

  @Test
  void aTableWithoutAttributesOrVideosIsRefused() {
    assertThatThrownBy(() -> parse("video\ndog\n")).hasMessageStartingWith("No attributes");
    assertThatThrownBy(() -> parse("video,motion\n")).hasMessageStartingWith("No attributes");
    assertThatThrownBy(() -> parse("name,motion\ndog,fast\n"))
        .hasMessageStartingWith("Missing column 'video'");
  }
}
