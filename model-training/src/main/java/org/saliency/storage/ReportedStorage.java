package org.saliency.storage;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import org.saliency.StorageException;
import org.saliency.UserException;

/**
 * A storage whose failures are {@link StorageException}s, those of its streams included. What reads
 * through it can tell a failing storage from damaged content: no {@link IOException} of a decoder
 * comes from the storage.
 */
public final class ReportedStorage implements Storage {

  private final Storage storage;

  private ReportedStorage(Storage storage) {
    this.storage = storage;
  }

  /** Reports the failures of a storage. */
  public static ReportedStorage of(Storage storage) {
    return storage instanceof ReportedStorage reported ? reported : new ReportedStorage(storage);
  }

  private interface Access<T> {
    T run() throws IOException;
  }

  private static <T> T reported(String path, Access<T> access) {
    try {
      return access.run();
    } catch (UserException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      throw StorageException.reading(path, e);
    } catch (Error e) {
      if (e.getCause() instanceof IOException cause) { // Hadoop's error for local disks
        throw StorageException.reading(path, cause);
      }
      throw e;
    }
  }

  @Override
  public Optional<Entry> find(String path) {
    return reported(path, () -> storage.find(path));
  }

  @Override
  public List<Entry> list(String folder) {
    return reported(folder, () -> storage.list(folder));
  }

  @Override
  public byte[] read(String path) {
    return reported(path, () -> storage.read(path));
  }

  @Override
  public InputStream open(String path) {
    InputStream stream = reported(path, () -> storage.open(path));
    return new InputStream() {
      @Override
      public int read() {
        return reported(path, stream::read);
      }

      @Override
      public int read(byte[] buffer, int offset, int count) {
        return reported(path, () -> stream.read(buffer, offset, count));
      }

      @Override
      public void close() throws IOException {
        stream.close();
      }
    };
  }

  @Override
  public SeekableInput openSeekable(String path) {
    SeekableInput input = reported(path, () -> storage.openSeekable(path));
    return new SeekableInput() {
      @Override
      public int read(byte[] buffer, int offset, int count) {
        return reported(path, () -> input.read(buffer, offset, count));
      }

      @Override
      public void seek(long position) {
        reported(
            path,
            () -> {
              input.seek(position);
              return null;
            });
      }

      @Override
      public long length() {
        return input.length();
      }

      @Override
      public void close() throws IOException {
        input.close();
      }
    };
  }
}
