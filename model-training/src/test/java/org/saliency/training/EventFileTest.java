package org.saliency.training;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reads event files with Google's protobuf parser. */
class EventFileTest {

  @TempDir private Path folder;

  private Path file;

  @BeforeEach
  void nameFile() {
    file = folder.resolve("events.out.tfevents.test");
  }

  private static List<EpochRecord> history(int epochs) {
    return IntStream.rangeClosed(1, epochs)
        .mapToObj(
            epoch ->
                new EpochRecord(
                    epoch, 2.0 / epoch, 3.0 / epoch, null, 0.5, 0.25 * epoch, 1e-3, 12.5))
        .toList();
  }

  /** The messages of a file of TFRecords, whose checksums are verified. */
  private List<UnknownFieldSet> events() throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    List<UnknownFieldSet> events = new ArrayList<>();
    while (bytes.hasRemaining()) {
      byte[] length = new byte[8];
      bytes.get(length);
      assertThat(bytes.getInt()).isEqualTo(maskedCrc(length));
      byte[] data =
          new byte[(int) ByteBuffer.wrap(length).order(ByteOrder.LITTLE_ENDIAN).getLong()];
      bytes.get(data);
      assertThat(bytes.getInt()).isEqualTo(maskedCrc(data));
      events.add(UnknownFieldSet.parseFrom(data));
    }
    return events;
  }

  /** CRC-32C bit by bit, by its reflected polynomial. */
  private static int maskedCrc(byte[] data) {
    int crc = ~0;
    for (byte value : data) {
      crc ^= value & 0xff;
      for (int bit = 0; bit < 8; bit++) {
        crc = (crc & 1) == 1 ? crc >>> 1 ^ 0x82F63B78 : crc >>> 1;
      }
    }
    return Integer.rotateRight(~crc, 15) + 0xa282ead8;
  }

  private static Map<String, Float> scalars(UnknownFieldSet event) throws IOException {
    Map<String, Float> scalars = new LinkedHashMap<>();
    ByteString summary = event.getField(5).getLengthDelimitedList().get(0);
    for (ByteString bytes :
        UnknownFieldSet.parseFrom(summary).getField(1).getLengthDelimitedList()) {
      UnknownFieldSet value = UnknownFieldSet.parseFrom(bytes);
      scalars.put(
          value.getField(1).getLengthDelimitedList().get(0).toStringUtf8(),
          Float.intBitsToFloat(value.getField(2).getFixed32List().get(0)));
    }
    return scalars;
  }

  private List<Long> steps() throws IOException {
    return events().stream()
        .skip(1)
        .map(event -> event.getField(2).getVarintList().get(0))
        .toList();
  }

  @Test
  void everyEpochIsAnEventWithItsDefinedScalars() throws IOException {
    new EventFile(file).update(history(2), 1234.5);

    List<UnknownFieldSet> events = events();
    assertThat(events).hasSize(3);
    assertThat(events.get(0).getField(3).getLengthDelimitedList())
        .containsExactly(ByteString.copyFromUtf8("brain.Event:2"));
    assertThat(Double.longBitsToDouble(events.get(1).getField(1).getFixed64List().get(0)))
        .isEqualTo(1234.5);
    assertThat(scalars(events.get(2)))
        .containsExactly(
            Map.entry("loss/train", 1f),
            Map.entry("loss/validation", 1.5f),
            Map.entry("validation/sim", 0.5f),
            Map.entry("validation/cc", 0.5f),
            Map.entry("learning_rate", 1e-3f),
            Map.entry("seconds", 12.5f));
  }

  @Test
  void epochsAreAppendedOnce() throws IOException {
    new EventFile(file).update(history(1), 1);
    byte[] before = Files.readAllBytes(file);
    new EventFile(file).update(history(1), 2);
    assertThat(file).hasBinaryContent(before);
    new EventFile(file).update(history(200), 3);
    assertThat(steps())
        .containsExactlyElementsOf(IntStream.rangeClosed(1, 200).asLongStream().boxed().toList());
    assertThat(Files.readAllBytes(file)).startsWith(before);
  }

  @Test
  void recordsBeyondTheResumedEpochAndIncompleteRecordsAreReplaced() throws IOException {
    EventFile events = new EventFile(file);
    events.update(history(3), 1);
    events.update(history(2), 2);
    assertThat(steps()).containsExactly(1L, 2L);
    byte[] whole = Files.readAllBytes(file);
    for (int cut : new int[] {1, 5, 20, whole.length - 3}) {
      Files.write(file, Arrays.copyOf(whole, whole.length - cut));
      events.update(history(3), 3);
      assertThat(steps()).containsExactly(1L, 2L, 3L);
    }
    Files.write(
        file, new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}, StandardOpenOption.APPEND);
    events.update(history(4), 4);
    assertThat(steps()).containsExactly(1L, 2L, 3L, 4L);
  }
}
