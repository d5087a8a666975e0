package org.saliency.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.List;
import org.junit.jupiter.api.Test;

class JsonTest {

  @Test
  void theReasonNamesThePlaceAndNothingOfTheLibrary() {
    assertThat(Json.reason(error("[1, [2")))
        .contains("end-of-input", "line: 1, column: 5")
        .doesNotContain("Source", "REDACTED", "StreamRead");
    assertThat(Json.reason(error("[1, NaN]")))
        .contains("Non-standard token 'NaN'")
        .doesNotContain("Feature", "enable");
  }

  private static JsonProcessingException error(String text) {
    return catchThrowableOfType(
        JsonProcessingException.class, () -> Json.readExact(text, List.class));
  }
}
