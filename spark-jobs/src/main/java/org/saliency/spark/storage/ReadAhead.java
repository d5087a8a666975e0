package org.saliency.spark.storage;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.saliency.storage.EntryList;
import org.saliency.storage.Storage.Entry;

/**
 * Lists folders before they are asked for. Data sets are read folder by folder, one video after the
 * other, and each request to a remote file system has to be waited for. When a folder is listed,
 * those that follow it in the same parent are listed in parallel, and when a subfolder is listed
 * ({@code video1/frames}), so are the subfolders of that name of the folders that follow. An error
 * is reported when its folder is asked for.
 */
final class ReadAhead {

  /** Number of folders that are listed in advance. */
  private static final int FOLDERS = 2 * ParallelRequests.THREADS;

  /** Fewer folders in one parent are parts of a video, of which some may never be asked for. */
  private static final int LEAST_SIBLINGS = 8;

  private final ParallelRequests.Access<String, EntryList> listing;

  /** Listings that were begun and not asked for yet, by path. */
  private final Map<String, Future<EntryList>> begun = new ConcurrentHashMap<>();

  /** The place of each folder in its parent, for folders whose parent was listed. */
  private final Map<String, Place> places = new HashMap<>();

  /** Lists by means of an access to a single folder. */
  ReadAhead(ParallelRequests.Access<String, EntryList> listing) {
    this.listing = listing;
  }

  /**
   * Folders in one parent.
   *
   * @param paths of the folders
   * @param begun which of them were listed, or are being listed
   * @param subfolders paths of their subfolders by name, for those that were listed
   * @param wanted for the name of a subfolder, in which of the folders it was listed
   */
  private record Siblings(
      List<String> paths,
      BitSet begun,
      Map<Integer, Map<String, String>> subfolders,
      Map<String, BitSet> wanted) {}

  private record Place(Siblings siblings, int index) {}

  /** Lists a folder. */
  EntryList list(String path) throws IOException {
    Future<EntryList> early = begun.remove(path);
    readAhead(path);
    EntryList entries = early == null ? listing.of(path) : await(early);
    remember(path, entries);
    readAheadBelow(path);
    return entries;
  }

  private static EntryList await(Future<EntryList> listing) throws IOException {
    try {
      return listing.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while listing folders");
    } catch (ExecutionException e) {
      throw ParallelRequests.unwrapped(e);
    }
  }

  private void begin(String path) {
    begun.computeIfAbsent(path, key -> ParallelRequests.submit(() -> listing.of(key)));
  }

  /** Begins to list the folders that follow one in its parent. */
  private synchronized void readAhead(String path) {
    Place place = places.get(path);
    if (place == null || place.siblings().paths().size() < LEAST_SIBLINGS) {
      return;
    }
    Siblings siblings = place.siblings();
    siblings.begun().set(place.index());
    int end = Math.min(siblings.paths().size(), place.index() + 1 + FOLDERS);
    for (int i = place.index() + 1; i < end; i++) {
      if (!siblings.begun().get(i)) {
        siblings.begun().set(i);
        begin(siblings.paths().get(i));
      }
    }
  }

  /** Begins to list the subfolders of this name of the folders that follow its parent. */
  private synchronized void readAheadBelow(String path) {
    int slash = path.lastIndexOf('/');
    Place parent = slash < 0 ? null : places.get(path.substring(0, slash));
    if (parent == null) {
      return;
    }
    String name = path.substring(slash + 1);
    Siblings siblings = parent.siblings();
    BitSet wanted = siblings.wanted().computeIfAbsent(name, key -> new BitSet());
    wanted.set(parent.index());
    int end = Math.min(siblings.paths().size(), parent.index() + 1 + FOLDERS);
    for (int i = parent.index() + 1; i < end; i++) {
      String subfolder = siblings.subfolders().getOrDefault(i, Map.of()).get(name);
      if (subfolder != null && !wanted.get(i)) {
        wanted.set(i);
        begin(subfolder);
      }
    }
  }

  private synchronized void remember(String path, EntryList entries) {
    List<String> folders = entries.stream().filter(Entry::isFolder).map(Entry::path).toList();
    if (folders.isEmpty()) {
      return;
    }
    Siblings children = new Siblings(folders, new BitSet(), new HashMap<>(), new HashMap<>());
    for (int i = 0; i < folders.size(); i++) {
      places.put(folders.get(i), new Place(children, i));
    }
    Place own = places.get(path);
    if (own != null) {
      Map<String, String> byName = new HashMap<>();
      folders.forEach(folder -> byName.put(folder.substring(folder.lastIndexOf('/') + 1), folder));
      own.siblings().subfolders().put(own.index(), byName);
    }
  }
}
