package org.saliency.checkpoint;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.saliency.UserException;
import org.saliency.network.Tensor;

class SafetensorsTest {

  @TempDir private Path folder;

  @Test
  void writesTheSameBytesAsTheSafetensorsLibrary() throws IOException {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put("weight", Tensor.of(new long[] {2, 3}, new float[] {0, 1, 2, 3, 4, 5}));
    tensors.put("tail", Tensor.of(new long[] {4}, new float[] {2, 3, 4, 5}));
    tensors.put("steps", Tensor.of(new long[] {}, new long[] {7}));
    tensors.put("empty", Tensor.of(new long[] {0, 3}, new float[] {}));
    Path path = folder.resolve("plain.safetensors");

    Safetensors.write(path, tensors);

    assertThat(path).hasSameBinaryContentAs(Fixtures.file("plain.safetensors"));
    assertThat(folder.toFile().list()).containsExactly("plain.safetensors");
  }

  @Test
  void keepsMetadataBesideTheTensors() throws IOException {
    Path path = folder.resolve("described.safetensors");
    Map<String, String> metadata = Map.of("format", "pt", "notes", "{\"a\": \"é\"}");

    Safetensors.write(path, Map.of("weight", Tensor.of(new long[] {1}, new float[] {2})), metadata);

    Checkpoint checkpoint = Checkpoints.read(path);
    assertThat(checkpoint.metadata()).isEqualTo(metadata);
    assertThat(checkpoint.tensors()).containsOnlyKeys("weight");
    assertThat(Checkpoints.read(Fixtures.file("all.safetensors")).metadata())
        .containsExactly(Map.entry("format", "pt")); // by Python
    assertThat(Checkpoints.read(Fixtures.file("zip.pth")).metadata()).isEmpty();
  }

  @Test
  void writesNoTensorsAtAll() throws IOException {
    Path path = folder.resolve("none.safetensors");

    Safetensors.write(path, Map.of());

    assertThat(Checkpoints.read(path).tensors()).isEmpty();
  }

  @Test
  void readsHeadersOfEveryLength() throws IOException {
    Path path = folder.resolve("named.safetensors"); // lengths include 0x80, as pickles begin
    for (int length = 0; length < 300; length++) {
      String name = "x".repeat(length);
      Safetensors.write(path, Map.of(name, Tensor.of(new long[] {1}, new long[] {3})));
      assertThat(Checkpoints.read(path).tensors()).containsOnlyKeys(name);
    }
  }

  @Property(tries = 50)
  void readsBackEveryBitOfWhatItWrote(
      @ForAll @Size(max = 4) Map<String, @Size(max = 3) int[]> shapes, @ForAll long seed)
      throws IOException {
    Random random = new Random(seed);
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    shapes.forEach((name, dimensions) -> tensors.put(name, randomTensor(dimensions, random)));
    Path path = Files.createTempFile("tensors", ".safetensors");
    try {
      Safetensors.write(path, tensors);
      Map<String, Tensor> read = Checkpoints.read(path).tensors();
      assertThat(read).containsOnlyKeys(tensors.keySet());
      tensors.forEach((name, tensor) -> assertSame(read.get(name), tensor));
    } finally {
      Files.delete(path);
    }
  }

  @Property(tries = 5)
  void readsBackTensorsLargerThanItsBuffers(@ForAll @IntRange(min = 8000, max = 40000) int length)
      throws IOException {
    Tensor tensor = randomTensor(new int[] {length}, new Random(length));
    Path path = Files.createTempFile("tensors", ".safetensors");
    try {
      Safetensors.write(path, Map.of("weight", tensor));
      assertSame(Checkpoints.read(path).tensors().get("weight"), tensor);
    } finally {
      Files.delete(path);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,4]}} | outside",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[1,5]}} | begins at byte 1",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}} | take 4 bytes",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,0]}} | data_offsets",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0]}} | data_offsets",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1.5],\"data_offsets\":[0,4]}} | shape",
        "{\"a\":{\"dtype\":\"F8_E4M3\",\"shape\":[8],\"data_offsets\":[0,8]}} | F8_E4M3",
        "{\"a\":{\"dtype\":\"U8\",\"shape\":[3000000000],\"data_offsets\":[0,3000000000]}} | take",
        "{\"a\":3} | data_offsets",
        "[1, 2] | not a checkpoint",
        "{\"a\": | not valid JSON",
      })
  void refusesHeadersThatDoNotFitTheFile(String header, String sign) throws IOException {
    Path path = file(header.length(), header);

    assertThatThrownBy(() -> Checkpoints.read(path))
        .isInstanceOf(UserException.class)
        .hasMessageContaining(path.toString())
        .hasMessageContaining(sign);
  }

  @Test
  void refusesAHeaderLongerThanTheFile() throws IOException {
    Path path = file(3_000_000_000L, "{}");

    assertThatThrownBy(() -> Checkpoints.read(path))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("3000000000");
  }

  /** A file of the given header and eight bytes of data. */
  private Path file(long headerLength, String header) throws IOException {
    ByteBuffer bytes =
        ByteBuffer.allocate(16 + header.length())
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(headerLength)
            .put(header.getBytes(UTF_8));
    return Files.write(folder.resolve("made.safetensors"), bytes.array());
  }

  private static Tensor randomTensor(int[] dimensions, Random random) {
    long[] shape = new long[dimensions.length];
    for (int index = 0; index < shape.length; index++) {
      shape[index] = dimensions.length == 1 ? dimensions[0] & 0xffff : dimensions[index] & 7;
    }
    int elements = (int) Tensor.elements(shape);
    if (random.nextBoolean()) {
      return Tensor.of(shape, random.longs(elements).toArray());
    }
    float[] values = new float[elements];
    for (int index = 0; index < elements; index++) {
      values[index] = Float.intBitsToFloat(random.nextInt());
    }
    return Tensor.of(shape, values);
  }

  private static void assertSame(Tensor actual, Tensor expected) {
    assertThat(actual.shape()).containsExactly(expected.shape());
    assertThat(actual.isFloat()).isEqualTo(expected.isFloat());
    if (expected.isFloat()) {
      assertThat(ByteBuffer.wrap(Fixtures.floats(actual.floats())))
          .isEqualTo(ByteBuffer.wrap(Fixtures.floats(expected.floats())));
    } else {
      assertThat(actual.longs()).containsExactly(expected.longs());
    }
  }
}
