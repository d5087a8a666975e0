package org.saliency.training;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.saliency.StorageException;
import org.saliency.UserException;
import org.saliency.concurrent.ReadAhead;
import org.saliency.dataset.VideoIndexer;
import org.saliency.hash.Sha256;
import org.saliency.json.Json;
import org.saliency.progress.Progress;
import org.saliency.storage.Storage;
import org.saliency.storage.Storage.Entry;
import org.saliency.video.VideoIndex;

/**
 * Indexes video files on several threads and keeps the indexes in a folder, named for path, length
 * and modification time of the file.
 */
final class StoredIndexes implements VideoIndexer {

  private static final String FORMAT = "1";

  private final Storage storage;
  private final Optional<Path> folder;
  private final int threads;

  /**
   * An indexer.
   *
   * @param folder where indexes are kept; empty for nowhere
   */
  StoredIndexes(Storage storage, Optional<Path> folder, int threads) {
    this.storage = storage;
    this.folder = folder;
    this.threads = threads;
  }

  private record Result(Entry file, Optional<VideoIndex> index, Optional<UserException> error) {}

  @Override
  public Indexed index(List<Entry> files) {
    Indexed indexed = new Indexed(new HashMap<>(), new HashMap<>());
    try (Progress progress = Progress.startPassing("index videos", "videos", files.size());
        ReadAhead<Entry, Result> results =
            new ReadAhead<>(files.iterator(), this::index, threads, 4 * threads, "video-index")) {
      while (results.hasNext()) {
        Result result = results.next();
        result.index().ifPresent(index -> indexed.indexes().put(result.file().path(), index));
        result.error().ifPresent(error -> indexed.errors().put(result.file().path(), error));
        progress.advance(1);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted while videos were indexed");
    }
    return indexed;
  }

  private Result index(Entry file) {
    Optional<VideoIndex> kept = folder.flatMap(f -> read(place(f, file)));
    if (kept.isPresent()) {
      return new Result(file, kept, Optional.empty());
    }
    try {
      VideoIndex index = VideoIndexer.read(storage, file.path());
      folder.ifPresent(f -> write(index, place(f, file)));
      return new Result(file, Optional.of(index), Optional.empty());
    } catch (StorageException e) {
      throw e;
    } catch (UserException e) {
      return new Result(file, Optional.empty(), Optional.of(e));
    }
  }

  private static Path place(Path folder, Entry file) {
    String path = Path.of(file.path()).toAbsolutePath().normalize().toString();
    String identity = path + "\n" + file.length() + "\n" + file.modified() + "\n" + FORMAT;
    return folder.resolve(new Sha256().add(identity).hex().substring(0, 24) + ".json");
  }

  private static Optional<VideoIndex> read(Path place) {
    try {
      return Optional.of(Json.read(Files.readString(place), VideoIndex.class));
    } catch (IOException | RuntimeException e) {
      return Optional.empty(); // missing or damaged: indexed again
    }
  }

  private static void write(VideoIndex index, Path place) {
    try {
      Files.createDirectories(place.getParent());
      Path unfinished = Files.createTempFile(place.getParent(), ".unfinished-", "");
      try {
        Files.writeString(unfinished, Json.write(index));
        Files.move(
            unfinished, place, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(unfinished);
      }
    } catch (IOException e) {
      // Only the next run takes longer.
    }
  }
}
