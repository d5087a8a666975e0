package org.saliency.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class RunLengthsTest {

  @Test
  void evenRowsAreShort() {
    assertThat(RunLengths.write(new long[] {0, 512, 1024, 1536, 1600})).isEqualTo("0 512x3 64");
    assertThat(RunLengths.write(new long[] {5, 5, 5})).isEqualTo("5 0x2");
    assertThat(RunLengths.write(new long[0])).isEmpty();
  }

  @Property
  void writtenRunsAreReadBack(
      @ForAll @net.jqwik.api.constraints.Size(max = 30)
          long @LongRange(min = -5, max = 1000000000000L) [] numbers) {
    assertThat(RunLengths.read(RunLengths.write(numbers), numbers.length)).isEqualTo(numbers);
  }

  @Test
  void anotherCountIsRefused() {
    assertThatThrownBy(() -> RunLengths.read("0 1x5", 5))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> RunLengths.read("0 1x5", 7))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> RunLengths.read("", 1)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void timestampsAreRoundedToMicroseconds() {
    TimeBase film = new TimeBase(1001, 24000);

    assertThat(film.micros(0)).isZero();
    assertThat(film.micros(1)).isEqualTo(41_708);
    assertThat(film.micros(-1)).isEqualTo(-41_708);
    assertThat(film.micros(24000)).isEqualTo(1_001_000_000);
  }
}
