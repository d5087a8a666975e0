package org.saliency.packed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PackedStringsTest {

  private static List<String> counted(String format, int first, int step, int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> String.format(Locale.ROOT, format, first + step * i))
        .toList();
  }

  private static byte[] serialized(Object object) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream stream = new ObjectOutputStream(bytes)) {
      stream.writeObject(object);
    }
    return bytes.toByteArray();
  }

  /** Texts, all sublists of some of them and a serialized copy are as they were. */
  private static void assertKept(List<String> texts) throws Exception {
    PackedStrings packed = PackedStrings.of(texts);
    assertThat(packed).containsExactlyElementsOf(texts);
    for (int from = 0; from <= texts.size(); from += 3) {
      for (int to = from; to <= texts.size(); to += 5) {
        assertThat(packed.subList(from, to)).isEqualTo(texts.subList(from, to));
      }
    }
    try (ObjectInputStream stream =
        new ObjectInputStream(new ByteArrayInputStream(serialized(packed)))) {
      assertThat(stream.readObject()).isEqualTo(texts);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"%06d.png", "%d.png", "shot2_%04d_left.jpg", "s3a://b/v/%d", "%03d"})
  void namesThatCountAreKept(String format) throws Exception {
    assertKept(counted(format, 1, 1, 540));
    assertKept(counted(format, 0, 5, 40));
    assertKept(counted(format, 900, -3, 60));
    assertKept(counted(format, 98, 1, 5));
  }

  @Test
  void anyOtherTextsAreKept() throws Exception {
    assertKept(List.of());
    assertKept(List.of(""));
    assertKept(List.of("only"));
    assertKept(List.of("same", "same", "same"));
    assertKept(List.of("1", "2", "4"));
    assertKept(List.of("1", "01", "001"));
    assertKept(List.of("a", "aa", "aaa"));
    assertKept(List.of("aXa", "aa", "aYYa"));
    assertKept(List.of("1x", "x"));
    assertKept(List.of("99999999999999999", "100000000000000000"));
    assertKept(List.of("\u0661", "\u0662", "\u0663")); // digits of another script
    assertKept(List.of("ü1", "ü2", "\ud83d\ude00", "\ud83d", "漢字"));
  }

  @Test
  void randomTextsAreKept() throws Exception {
    Random random = new Random(1);
    for (int round = 0; round < 300; round++) {
      int alphabet = 1 + random.nextInt(4);
      List<String> texts =
          IntStream.range(0, 1 + random.nextInt(12))
              .mapToObj(
                  i ->
                      random
                          .ints(random.nextInt(5), 0, alphabet)
                          .mapToObj(c -> "01a/".substring(c, c + 1))
                          .reduce("", String::concat))
              .toList();
      assertKept(texts);
    }
  }

  @Test
  void namesThatCountTakeTheMemoryOfOne() throws Exception {
    List<String> names = counted("s3a://bucket/corpus/video/frames/%06d.png", 1, 1, 10_000);

    assertThat(serialized(PackedStrings.of(names)).length).isLessThan(1000);
    assertThat(serialized(PackedStrings.of(names).subList(100, 350)).length).isLessThan(1000);
  }

  @Test
  void aPartOfOtherNamesTakesItsOwnMemory() throws Exception {
    Random random = new Random(2);
    List<String> names =
        IntStream.range(0, 10_000).mapToObj(i -> "frame-" + random.nextInt(1 << 30)).toList();

    PackedStrings packed = PackedStrings.of(names);

    assertThat(serialized(packed).length).isLessThan(200_000);
    assertThat(serialized(packed.subList(5000, 5100)).length).isLessThan(3000);
  }

  @Test
  void indexesAreChecked() {
    PackedStrings packed = PackedStrings.of(List.of("1", "2", "3"));

    assertThatThrownBy(() -> packed.get(3)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> packed.get(-1)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> packed.subList(2, 4)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void keysAreFoundInAnyOrder() {
    List<String> keys = counted("%d", 1, 1, 50);
    PackedMap<String> map = new PackedMap<>(keys, counted("value %d", 1, 1, 50));

    for (int number : new int[] {1, 2, 3, 50, 7, 7, 6, 49, 1}) {
      assertThat(map).containsEntry(Integer.toString(number), "value " + number);
    }
    assertThat(map.get("51")).isNull();
    assertThat(map).doesNotContainKey("0").hasSize(50);
    assertThat(List.copyOf(map.keySet())).isEqualTo(keys);
  }

  @Test
  void numbersAreKept() {
    long[] uneven = {5, 6, 8, Long.MAX_VALUE, Long.MIN_VALUE};

    PackedLongs packed = PackedLongs.of(uneven.length, i -> uneven[i]);
    PackedLongs even = PackedLongs.of(7, i -> 10 - 3L * i);

    for (int i = 0; i < uneven.length; i++) {
      assertThat(packed.get(i)).isEqualTo(uneven[i]);
    }
    assertThat(packed.slice(2, 4).get(1)).isEqualTo(Long.MAX_VALUE);
    assertThat(even.get(6)).isEqualTo(-8);
    assertThat(even.slice(2, 5).get(1)).isEqualTo(1);
  }
}
