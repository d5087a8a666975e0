package org.saliency.training;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * The scalars of each epoch as an event file of TensorBoard: TFRecords of the protobuf message
 * {@code Event}, one for the version of the format and one for each epoch.
 *
 * @param file the file; its name must contain {@code tfevents}
 */
record EventFile(Path file) {

  private static final int CRC_MASK = 0xa282ead8;
  private static final int RECORD_OVERHEAD = Long.BYTES + 2 * Integer.BYTES;

  /** Numbers and wire types of protobuf fields, by their names in TensorFlow's definitions. */
  private static final int EVENT_WALL_TIME = 1 << 3 | 1;

  private static final int EVENT_STEP = 2 << 3;
  private static final int EVENT_FILE_VERSION = 3 << 3 | 2;
  private static final int EVENT_SUMMARY = 5 << 3 | 2;
  private static final int SUMMARY_VALUE = 1 << 3 | 2;
  private static final int VALUE_TAG = 1 << 3 | 2;
  private static final int VALUE_SIMPLE_VALUE = 2 << 3 | 5;

  /**
   * Adds the epochs that the file lacks. Of a file with more epochs, or with an incomplete record
   * at its end, only the records of the history remain.
   *
   * @param history all epochs so far
   * @param seconds current time, in seconds since the epoch
   */
  void update(List<EpochRecord> history, double seconds) throws IOException {
    Content content = content(1 + history.size());
    ByteArrayOutputStream added = new ByteArrayOutputStream();
    if (content.records == 0) {
      record(version(seconds), added);
    }
    for (EpochRecord epoch : history.subList(Math.max(0, content.records - 1), history.size())) {
      record(event(epoch, seconds), added);
    }
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      channel.truncate(content.bytes);
      channel.position(content.bytes);
      ByteBuffer bytes = ByteBuffer.wrap(added.toByteArray());
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    }
  }

  /** Number and bytes of intact records at the start of the file. */
  private record Content(int records, long bytes) {}

  private Content content(int mostRecords) throws IOException {
    Content content = new Content(0, 0);
    if (!Files.exists(file)) {
      return content;
    }
    try (InputStream stream = Files.newInputStream(file);
        DataInputStream input = new DataInputStream(stream)) {
      while (content.records < mostRecords) {
        byte[] length = input.readNBytes(Long.BYTES);
        if (length.length < Long.BYTES || Integer.reverseBytes(input.readInt()) != crc(length)) {
          return content;
        }
        int size = (int) ByteBuffer.wrap(length).order(ByteOrder.LITTLE_ENDIAN).getLong();
        byte[] data = input.readNBytes(size);
        if (data.length < size || Integer.reverseBytes(input.readInt()) != crc(data)) {
          return content;
        }
        content = new Content(content.records + 1, content.bytes + size + RECORD_OVERHEAD);
      }
    } catch (EOFException e) {
      // the last record is incomplete
    }
    return content;
  }

  private static void record(byte[] data, ByteArrayOutputStream out) {
    byte[] length = littleEndian(Long.BYTES).putLong(data.length).array();
    out.writeBytes(length);
    out.writeBytes(littleEndian(Integer.BYTES).putInt(crc(length)).array());
    out.writeBytes(data);
    out.writeBytes(littleEndian(Integer.BYTES).putInt(crc(data)).array());
  }

  /** CRC-32C, masked as in TFRecords. */
  private static int crc(byte[] data) {
    CRC32C checksum = new CRC32C();
    checksum.update(data);
    int value = (int) checksum.getValue();
    return (value >>> 15 | value << 17) + CRC_MASK;
  }

  private static byte[] version(double seconds) {
    ByteArrayOutputStream event = event(seconds, 0);
    bytes(EVENT_FILE_VERSION, "brain.Event:2".getBytes(StandardCharsets.UTF_8), event);
    return event.toByteArray();
  }

  private static byte[] event(EpochRecord epoch, double seconds) {
    ByteArrayOutputStream summary = new ByteArrayOutputStream();
    scalars(epoch)
        .forEach(
            (tag, scalar) -> {
              if (scalar != null) {
                ByteArrayOutputStream value = new ByteArrayOutputStream();
                bytes(VALUE_TAG, tag.getBytes(StandardCharsets.UTF_8), value);
                value.write(VALUE_SIMPLE_VALUE);
                value.writeBytes(littleEndian(Float.BYTES).putFloat(scalar.floatValue()).array());
                bytes(SUMMARY_VALUE, value.toByteArray(), summary);
              }
            });
    ByteArrayOutputStream event = event(seconds, epoch.epoch());
    bytes(EVENT_SUMMARY, summary.toByteArray(), event);
    return event.toByteArray();
  }

  private static Map<String, Double> scalars(EpochRecord epoch) {
    Map<String, Double> scalars = new LinkedHashMap<>();
    scalars.put("loss/train", epoch.trainLoss());
    scalars.put("loss/validation", epoch.validationLoss());
    scalars.put("validation/nss", epoch.nss());
    scalars.put("validation/sim", epoch.sim());
    scalars.put("validation/cc", epoch.cc());
    scalars.put("learning_rate", epoch.learningRate());
    scalars.put("seconds", epoch.seconds());
    return scalars;
  }

  private static ByteArrayOutputStream event(double seconds, int step) {
    ByteArrayOutputStream event = new ByteArrayOutputStream();
    event.write(EVENT_WALL_TIME);
    event.writeBytes(littleEndian(Double.BYTES).putDouble(seconds).array());
    if (step > 0) {
      event.write(EVENT_STEP);
      variable(step, event);
    }
    return event;
  }

  private static void bytes(int field, byte[] content, ByteArrayOutputStream out) {
    out.write(field);
    variable(content.length, out);
    out.writeBytes(content);
  }

  /** A number of variable length, the lowest seven bits first. */
  private static void variable(int number, ByteArrayOutputStream out) {
    int rest = number;
    while (rest > 0x7f) {
      out.write(rest & 0x7f | 0x80);
      rest >>>= 7;
    }
    out.write(rest);
  }

  private static ByteBuffer littleEndian(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
