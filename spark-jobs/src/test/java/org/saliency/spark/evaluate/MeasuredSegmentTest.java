package org.saliency.spark.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.Test;
import org.saliency.UserException;

class MeasuredSegmentTest {

  private static final Row ROW = RowFactory.create("a", 0);

  @Test
  void rowsOfASegmentThatLostAFrameSinceItWasMeasuredAreRefused() {
    assertThat(new MeasuredSegment(List.of(ROW, ROW), 0, List.of(), 0, new WidthMeans()).allRows())
        .hasSize(2);
    assertThatThrownBy(
            () ->
                new MeasuredSegment(
                        List.of(ROW), 1, List.of("maps/2.png is gone"), 0, new WidthMeans())
                    .allRows())
        .isInstanceOf(UserException.class)
        .hasMessageContainingAll("maps/2.png is gone", "1 of 2 frames", "evaluate again");
  }

  private static MeasuredSegment.Summary damaged(String name, int count) {
    List<String> errors =
        IntStream.range(0, Math.min(count, MeasuredSegment.MOST_ERRORS))
            .mapToObj(i -> name + i)
            .toList();
    return new MeasuredSegment(List.of(ROW), count, errors, 0, new WidthMeans()).summary();
  }

  @Test
  void theFirstErrorsOfAllSegmentsAreKeptAndAllAreCounted() {
    MeasuredSegment.Summary all =
        damaged("a", 2).plus(damaged("b", 0)).plus(damaged("c", 12)).plus(damaged("d", 1));

    assertThat(all.bad()).isEqualTo(15);
    assertThat(all.errors())
        .hasSize(MeasuredSegment.MOST_ERRORS)
        .startsWith("a0", "a1", "c0")
        .endsWith("c7");
  }
}
