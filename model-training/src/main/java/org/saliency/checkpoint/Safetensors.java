package org.saliency.checkpoint;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.saliency.checkpoint.StoredTensor.Storage;
import org.saliency.json.Json;
import org.saliency.network.Tensor;

/**
 * Reads and writes safetensors files: the header length as a 64-bit number, the header as JSON
 * (name to element type, shape and byte range), and the bytes of all tensors without gaps,
 * row-major and little-endian.
 *
 * @see <a href="https://github.com/huggingface/safetensors#format">the format</a>
 */
public final class Safetensors {

  private static final long LARGEST_HEADER = 100_000_000;
  private static final String METADATA = "__metadata__";

  /** Dimensions of the kernels of a convolution. */
  private static final int KERNEL = 4;

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private record Entry(String name, StoredTensor tensor, long begin, long end) {}

  /**
   * Content of a file.
   *
   * @param tensors by name
   * @param metadata texts by key
   */
  record Content(Map<String, Tensor> tensors, Map<String, String> metadata) {}

  private Safetensors() {}

  /** Writes tensors without metadata, see {@link #write(Path, Map, Map)}. */
  public static void write(Path path, Map<String, Tensor> tensors) throws IOException {
    write(path, tensors, Map.of());
  }

  /** Writes tensors as F32 and I64, see {@link #write(Path, Map, Map, ElementType)}. */
  public static void write(Path path, Map<String, Tensor> tensors, Map<String, String> metadata)
      throws IOException {
    write(path, tensors, metadata, ElementType.FLOAT32);
  }

  /**
   * Writes tensors as F32 and I64, but convolution kernels in a type of their own. Tensors are
   * ordered by the size of their elements, the largest first, and by name, so that equal tensors
   * give equal bytes. The file appears complete or not at all.
   *
   * @param tensors by name; {@code __metadata__} is reserved
   * @param metadata texts by key
   * @param kernels floating-point type of tensors with four dimensions
   */
  public static void write(
      Path path, Map<String, Tensor> tensors, Map<String, String> metadata, ElementType kernels)
      throws IOException {
    if (tensors.containsKey(METADATA)) {
      throw new IllegalArgumentException(METADATA + " is reserved and cannot name a tensor");
    }
    List<String> names =
        tensors.keySet().stream()
            .sorted(
                Comparator.comparing((String name) -> -type(tensors.get(name), kernels).size())
                    .thenComparing(Comparator.naturalOrder()))
            .toList();
    Path unfinished = path.resolveSibling(path.getFileName() + ".unfinished");
    try {
      try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(unfinished))) {
        writeHeader(out, names, tensors, metadata, kernels);
        for (String name : names) {
          Tensor tensor = tensors.get(name);
          out.write(new TensorEncoding(type(tensor, kernels), false).bytes(tensor));
        }
      }
      Files.move(unfinished, path, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(unfinished);
    }
  }

  private static void writeHeader(
      OutputStream out,
      List<String> names,
      Map<String, Tensor> tensors,
      Map<String, String> metadata,
      ElementType kernels)
      throws IOException {
    ObjectNode header = JSON.createObjectNode();
    if (!metadata.isEmpty()) {
      ObjectNode texts = header.putObject(METADATA);
      new TreeMap<>(metadata).forEach(texts::put);
    }
    long end = 0;
    for (String name : names) {
      Tensor tensor = tensors.get(name);
      ElementType type = type(tensor, kernels);
      ObjectNode entry = header.putObject(name).put("dtype", type.safetensorsName());
      entry.set("shape", JSON.valueToTree(tensor.shape()));
      long begin = end;
      end += Tensor.elements(tensor.shape()) * type.size();
      entry.putArray("data_offsets").add(begin).add(end);
    }
    byte[] json = JSON.writeValueAsBytes(header);
    String padding = " ".repeat(-json.length & Long.BYTES - 1);
    ByteBuffer length = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    out.write(length.putLong(json.length + padding.length()).array());
    out.write(json);
    out.write(padding.getBytes(UTF_8));
  }

  private static ElementType type(Tensor tensor, ElementType kernels) {
    ElementType floats = tensor.shape().length == KERNEL ? kernels : ElementType.FLOAT32;
    return tensor.isFloat() ? floats : ElementType.INT64;
  }

  static Content read(Path path) throws IOException {
    try (ByteReader in = ByteReader.open(path)) {
      long fileSize = in.remaining();
      JsonNode header = header(in);
      List<Entry> entries = new ArrayList<>();
      Map<String, StoredTensor> stored = new LinkedHashMap<>();
      for (Map.Entry<String, JsonNode> field : header.properties()) {
        if (!field.getKey().equals(METADATA)) {
          Entry entry = entry(field.getKey(), field.getValue());
          entries.add(entry);
          stored.put(entry.name(), entry.tensor());
        }
      }
      entries.sort(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end));
      checkLayout(entries, in.remaining());
      TensorAssembly assembly = new TensorAssembly(stored, fileSize);
      for (Entry entry : entries) {
        assembly.add(entry.name(), in.buffer(entry.end() - entry.begin()));
      }
      return new Content(assembly.tensors(), metadata(header.path(METADATA)));
    }
  }

  /** The metadata alone. */
  static Map<String, String> metadata(Path path) throws IOException {
    try (ByteReader in = ByteReader.open(path)) {
      return metadata(header(in).path(METADATA));
    }
  }

  private static Map<String, String> metadata(JsonNode node) {
    Map<String, String> texts = new TreeMap<>();
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      if (field.getValue().isTextual()) {
        texts.put(field.getKey(), field.getValue().textValue());
      }
    }
    return texts;
  }

  private static JsonNode header(ByteReader in) throws IOException {
    long length = in.int64();
    if (length < 0 || length > Math.min(in.remaining(), LARGEST_HEADER)) {
      throw MalformedException.damaged(
          String.format(
              Locale.ROOT,
              "its safetensors header states %d bytes, but %d are left",
              length,
              in.remaining()));
    }
    try {
      JsonNode header = JSON.readTree(in.text(length, UTF_8));
      if (header.isObject()) {
        return header;
      }
    } catch (JsonProcessingException e) {
      throw MalformedException.damaged(
          String.format(
              Locale.ROOT, "its safetensors header is not valid JSON (%s)", Json.reason(e)));
    }
    throw MalformedException.damaged("its safetensors header is not a JSON object");
  }

  private static Entry entry(String name, JsonNode entry) throws MalformedException {
    long[] offsets = longs(name, entry.path("data_offsets"));
    String dtype = entry.path("dtype").asText();
    ElementType type =
        ElementType.ofSafetensors(dtype)
            .orElseThrow(
                () ->
                    new MalformedException(
                        String.format(
                            Locale.ROOT,
                            "tensor %s has the unsupported type '%s': save it as float32",
                            name,
                            dtype)));
    if (offsets.length != 2
        || offsets[0] < 0
        || offsets[1] < offsets[0]
        || (offsets[1] - offsets[0]) % type.size() != 0) {
      throw MalformedException.damaged(
          String.format(Locale.ROOT, "tensor %s has invalid data_offsets", name));
    }
    long elements = (offsets[1] - offsets[0]) / type.size();
    StoredTensor tensor =
        StoredTensor.of(
            Storage.of(name, type, elements, 0, elements), longs(name, entry.path("shape")));
    return new Entry(name, tensor, offsets[0], offsets[1]);
  }

  private static long[] longs(String name, JsonNode array) throws MalformedException {
    if (!array.isArray()) {
      throw MalformedException.damaged(
          String.format(Locale.ROOT, "tensor %s lacks a valid shape or data_offsets", name));
    }
    long[] values = new long[array.size()];
    for (int index = 0; index < values.length; index++) {
      if (!array.get(index).canConvertToLong() || !array.get(index).isIntegralNumber()) {
        throw MalformedException.damaged(
            String.format(Locale.ROOT, "tensor %s lacks a valid shape or data_offsets", name));
      }
      values[index] = array.get(index).longValue();
    }
    return values;
  }

  /** Requires tensors to fill the data without gaps. */
  private static void checkLayout(List<Entry> entries, long available) throws MalformedException {
    long end = 0;
    for (Entry entry : entries) {
      if (entry.begin() != end) {
        throw MalformedException.damaged(
            String.format(
                Locale.ROOT,
                "tensor %s begins at byte %d instead of %d",
                entry.name(),
                entry.begin(),
                end));
      }
      end = entry.end();
    }
    if (end != available) {
      throw MalformedException.damaged(
          String.format(Locale.ROOT, "its tensors take %d bytes, but %d are left", end, available));
    }
  }
}
