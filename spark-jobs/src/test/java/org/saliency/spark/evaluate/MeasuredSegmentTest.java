package org.saliency.spark.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.Test;
import org.saliency.UserException;

class MeasuredSegmentTest {

  private static final Row ROW = RowFactory.create("a", 0);

  @Test
  void rowsOfASegmentThatLostAFrameSinceItWasMeasuredAreRefused() {
    assertThat(new MeasuredSegment(List.of(ROW, ROW), 0, "", 0, new WidthMeans()).allRows())
        .hasSize(2);
    assertThatThrownBy(
            () ->
                new MeasuredSegment(List.of(ROW), 1, "maps/2.png is gone", 0, new WidthMeans())
                    .allRows())
        .isInstanceOf(UserException.class)
        .hasMessageContainingAll("maps/2.png is gone", "1 of 2 frames", "evaluate again");
  }
}
