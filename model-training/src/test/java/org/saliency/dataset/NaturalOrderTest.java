package org.saliency.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class NaturalOrderTest {

  @Test
  void runsOfDigitsCountByValue() {
    assertThat(
            Stream.of("b", "clip10", "clip9", "10", "9", "clip", "clip9b", "a")
                .sorted(NaturalOrder.INSTANCE))
        .containsExactly("9", "10", "a", "b", "clip", "clip9", "clip9b", "clip10");
  }

  @Property(tries = 200)
  void numbersOfOnePrefixAreOrderedByValue(
      @ForAll @IntRange(min = 0) int left, @ForAll @IntRange(min = 0) int right) {
    assertThat(Integer.signum(NaturalOrder.INSTANCE.compare("v" + left, "v" + right)))
        .isEqualTo(Integer.compare(left, right));
  }

  @Property(tries = 500)
  void orderIsTotal(
      @ForAll @StringLength(max = 4) @CharRange(from = '0', to = 'C') String a,
      @ForAll @StringLength(max = 4) @CharRange(from = '0', to = 'C') String b,
      @ForAll @StringLength(max = 4) @CharRange(from = '0', to = 'C') String c) {
    NaturalOrder order = NaturalOrder.INSTANCE;
    assertThat(Integer.signum(order.compare(a, b))).isEqualTo(-Integer.signum(order.compare(b, a)));
    assertThat(order.compare(a, b) == 0).isEqualTo(a.equals(b));
    if (order.compare(a, b) <= 0 && order.compare(b, c) <= 0) {
      assertThat(order.compare(a, c)).isNotPositive();
    }
  }
}
