package org.saliency.storage;

import java.util.AbstractList;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.RandomAccess;
import org.saliency.packed.PackedLongs;
import org.saliency.packed.PackedStrings;
import org.saliency.storage.Storage.Entry;

/** Files and folders in little memory: those of a large data set are millions. Immutable. */
public final class EntryList extends AbstractList<Entry> implements RandomAccess {

  private final PackedStrings paths;
  private final PackedStrings names;
  private final BitSet folders;
  private final PackedLongs lengths;
  private final PackedLongs times;
  private volatile int next; // files are looked up in order, mostly

  private EntryList(List<Entry> entries) {
    this.paths = PackedStrings.of(entries.stream().map(Entry::path).toList());
    this.names = PackedStrings.of(entries.stream().map(Entry::name).toList());
    this.folders = new BitSet();
    for (int i = 0; i < entries.size(); i++) {
      folders.set(i, entries.get(i).isFolder());
    }
    this.lengths = PackedLongs.of(entries.size(), i -> entries.get(i).length());
    this.times = PackedLongs.of(entries.size(), i -> entries.get(i).modified());
  }

  /** Packs entries. */
  public static EntryList of(List<Entry> entries) {
    return entries instanceof EntryList packed ? packed : new EntryList(List.copyOf(entries));
  }

  @Override
  public Entry get(int index) {
    Objects.checkIndex(index, size());
    return new Entry(
        paths.get(index),
        names.get(index),
        folders.get(index),
        lengths.get(index),
        times.get(index));
  }

  @Override
  public int size() {
    return paths.size();
  }

  /** The entry with a name, in a list that is ordered by name. */
  public Optional<Entry> find(String name) {
    int guess = next;
    if (guess < size() && names.get(guess).equals(name)) {
      next = guess + 1;
      return Optional.of(get(guess));
    }
    int low = 0;
    int high = size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (names.get(middle).compareTo(name) < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    if (low == size() || !names.get(low).equals(name)) {
      return Optional.empty();
    }
    next = low + 1;
    return Optional.of(get(low));
  }
}
