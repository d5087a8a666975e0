package org.saliency.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.List;
import org.junit.jupiter.api.Test;

class JsonTest {

  @Test
  void theReasonNamesThePlaceAndNothingOfTheLibrary() {
    JsonProcessingException error =
        catchThrowableOfType(
            JsonProcessingException.class, () -> Json.readExact("[1, [2", List.class));

    assertThat(Json.reason(error))
        .contains("end-of-input", "line: 1, column: 5")
        .doesNotContain("Source", "REDACTED", "StreamRead");
  }
}
