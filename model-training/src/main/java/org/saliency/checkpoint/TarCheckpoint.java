package org.saliency.checkpoint;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.saliency.checkpoint.StoredTensor.Storage;
import org.saliency.checkpoint.Unpickler.Sequence;
import org.saliency.network.Tensor;

/**
 * What {@code torch.save} wrote before 0.1.10: a tar file of the members {@code storages} (for each
 * a pickle of key, device and type, a count and the elements; then a pickle of views), {@code
 * tensors} (for each a pickle of key, storage and type, then shape and strides), and {@code
 * pickle}, the saved object, which names tensors by key.
 *
 * @see <a
 *     href="https://github.com/pytorch/pytorch/blob/main/torch/serialization.py">legacy_load</a>
 */
final class TarCheckpoint {

  private static final int BLOCK = 512;
  private static final int RECORD = 20 * BLOCK;

  private record Extent(long offset, long length) {}

  private final Path path;
  private final Map<String, Extent> members = new HashMap<>();
  private final Map<String, Extent> pieces = new HashMap<>();
  private final Map<String, Object> objects = new HashMap<>();

  private TarCheckpoint(Path path) {
    this.path = path;
  }

  static Map<String, Tensor> read(Path path) throws IOException {
    TarCheckpoint tar = new TarCheckpoint(path);
    long fileSize = tar.listMembers();
    tar.listStorages();
    tar.listTensors();
    try (ByteReader in = tar.member("pickle")) {
      TensorAssembly assembly = new TensorAssembly(TensorNames.ofStateDict(tar.load(in)), fileSize);
      for (String key : assembly.pieces()) {
        try (ByteReader piece = tar.open(tar.pieces.get(key))) {
          assembly.add(key, piece.buffer(piece.remaining()));
        }
      }
      return assembly.tensors();
    }
  }

  private long listMembers() throws IOException {
    try (ByteReader in = ByteReader.open(path)) {
      long fileSize = in.remaining();
      if (fileSize % RECORD != 0) {
        throw MalformedException.damaged(
            "a tar file of %d bytes, not a multiple of %d".formatted(fileSize, RECORD));
      }
      while (in.remaining() > 0) {
        String header = in.text(BLOCK, ISO_8859_1);
        String name = header.substring(0, 100).replaceFirst("\0.*", "");
        if (name.isEmpty()) {
          return fileSize; // the rest is padding
        }
        long length = octal(header.substring(124, 136));
        members.put(name, new Extent(fileSize - in.remaining(), length));
        in.skip(length);
        in.skip(Math.min(in.remaining(), -length & BLOCK - 1));
      }
      throw MalformedException.damaged("a tar file without an end");
    }
  }

  private static long octal(String field) throws MalformedException {
    String digits = field.replaceAll("[ \0]", "");
    if (!digits.matches("[0-7]{1,12}")) {
      throw MalformedException.damaged("a member of the tar file has no length");
    }
    return Long.parseLong(digits, 8);
  }

  private void listStorages() throws IOException {
    try (ByteReader in = member("storages")) {
      long end = members.get("storages").offset() + in.remaining();
      long count = number(load(in));
      for (long index = 0; index < count; index++) {
        Sequence fields = sequence(load(in));
        String key = key(fields.item(0, Object.class));
        ElementType type = fields.item(2, ElementType.class);
        long bytes = in.count(type.size());
        pieces.put(key, new Extent(end - in.remaining(), bytes));
        long elements = bytes / type.size();
        objects.put(key, Storage.of(key, type, elements, 0, elements));
        in.skip(bytes);
      }
      Sequence views = sequence(load(in));
      for (int index = 0; index < views.items().size(); index++) {
        Sequence view = views.item(index, Sequence.class);
        Storage root = storage(view.item(1, Object.class));
        objects.put(
            key(view.item(0, Object.class)),
            root.view(view.item(2, Long.class), view.item(3, Long.class)));
      }
    }
  }

  private void listTensors() throws IOException {
    try (ByteReader in = member("tensors")) {
      long count = number(load(in));
      for (long index = 0; index < count; index++) {
        Sequence fields = sequence(load(in));
        int dimensions = in.int32();
        in.skip(Integer.BYTES);
        long[] shape = in.longs(dimensions);
        long[] strides = in.longs(dimensions);
        objects.put(
            key(fields.item(0, Object.class)),
            StoredTensor.of(storage(fields.item(1, Object.class)), in.int64(), shape, strides));
      }
    }
  }

  private Storage storage(Object key) throws MalformedException {
    if (!(objects.get(key(key)) instanceof Storage storage)) {
      throw MalformedException.damaged("storage %s is missing".formatted(key));
    }
    return storage;
  }

  private ByteReader member(String name) throws IOException {
    Extent extent = members.get(name);
    if (extent == null) {
      throw new MalformedException(
          "it is a tar file without '%s', so not from PyTorch; give a file that torch.save wrote"
              .formatted(name));
    }
    return open(extent);
  }

  private ByteReader open(Extent extent) throws IOException {
    return ByteReader.open(path, extent.offset(), extent.length());
  }

  private Object load(ByteReader in) throws IOException {
    return Unpickler.load(in, TorchObjects::stateDictGlobal, this::find);
  }

  private Object find(Object id) throws MalformedException {
    Object found = objects.get(key(id));
    if (found == null) {
      throw MalformedException.damaged("tensor %s is missing".formatted(key(id)));
    }
    return found;
  }

  /** Keys are numbers where they are given, and text where the saved object names them. */
  private static String key(Object key) throws MalformedException {
    if (!(key instanceof Number) && !(key instanceof String)) {
      throw MalformedException.damaged("a key of a tensor is neither number nor text");
    }
    return key.toString();
  }

  private static long number(Object value) throws MalformedException {
    if (!(value instanceof Long number)) {
      throw MalformedException.damaged("a count is no number");
    }
    return number;
  }

  private static Sequence sequence(Object value) throws MalformedException {
    if (!(value instanceof Sequence sequence)) {
      throw MalformedException.damaged("a list of the tar file is missing");
    }
    return sequence;
  }
}
