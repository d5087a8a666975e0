package org.saliency.spark.storage;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import org.saliency.UserException;
import org.saliency.storage.Storage;
import org.saliency.storage.Storage.Entry;

/**
 * The kinds of single files that commands write. A command replaces a file of its own kind, but
 * never one of another kind, which may be an input.
 */
public enum WrittenFile {
  /** A report. */
  PAGE("an HTML page") {
    @Override
    boolean begins(byte[] start) {
      String text = text(start).strip().toLowerCase(Locale.ROOT);
      return text.startsWith("<!doctype html") || text.startsWith("<html");
    }
  },

  /** The result of a command, as {@code --result} writes it. */
  RESULT("the result of a command") {
    @Override
    boolean begins(byte[] start) {
      String text = text(start);
      return text.startsWith("{\"exit_code\":") || text.startsWith("{\"command\":");
    }
  },

  /** A TorchScript file. */
  MODEL("a model file") {
    @Override
    boolean begins(byte[] start) {
      return text(start).startsWith("PK\003\004");
    }
  },

  /** Weights as {@code torch.save} writes them. */
  STATE_DICT("a state_dict file") {
    @Override
    boolean begins(byte[] start) {
      String text = text(start);
      return text.startsWith("PK\003\004") && text.contains("archive/data.pkl");
    }
  },

  /** Weights as safetensors. */
  SAFETENSORS("a safetensors file") {
    @Override
    boolean begins(byte[] start) {
      return start.length > LENGTH_BYTES && start[LENGTH_BYTES] == '{';
    }
  },

  /** A picture. */
  PNG("a PNG picture") {
    @Override
    boolean begins(byte[] start) {
      return text(start).startsWith("\u0089PNG");
    }
  };

  private static final int START_BYTES = 256;
  private static final int LENGTH_BYTES = 8;

  private final String description;

  WrittenFile(String description) {
    this.description = description;
  }

  /** Whether a file with these first bytes is of this kind. */
  abstract boolean begins(byte[] start);

  private static String text(byte[] start) {
    return new String(start, StandardCharsets.ISO_8859_1);
  }

  /**
   * Requires that a file may be written: there is none, it is empty, or it is of this kind.
   *
   * @throws UserException when there is a folder or a file of another kind
   * @throws IOException when it cannot be read
   */
  public void requireReplaceable(Storage files, String path) throws IOException {
    Optional<Entry> present = files.find(path);
    if (present.isEmpty()) {
      return;
    }
    if (present.get().isFolder()) {
      throw UserException.usage("%s is a folder: name the file to write", path);
    }
    try (InputStream stream = files.open(path)) {
      byte[] start = stream.readNBytes(START_BYTES);
      if (start.length > 0 && !begins(start)) {
        throw UserException.output(
            "file %s exists and is not %s: choose another name, or remove it", path, description);
      }
    }
  }
}
