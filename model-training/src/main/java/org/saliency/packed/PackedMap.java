package org.saliency.packed;

import java.lang.ref.SoftReference;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Values by text, in order. Keys are looked up fastest in that order; an index for other orders is
 * made when it is needed and dropped when memory is short.
 */
public final class PackedMap<V> extends AbstractMap<String, V> {

  private final PackedStrings keys;
  private final List<V> values;
  private volatile int next; // where the next key is looked for first
  private volatile SoftReference<Map<String, Integer>> index = new SoftReference<>(null);

  /**
   * A map.
   *
   * @param keys different ones
   * @param values as many; not copied
   */
  public PackedMap(List<String> keys, List<V> values) {
    if (keys.size() != values.size()) {
      throw new IllegalArgumentException(keys.size() + " keys of " + values.size() + " values");
    }
    this.keys = PackedStrings.of(keys);
    this.values = values;
  }

  private int find(Object key) {
    if (!(key instanceof String)) {
      return -1;
    }
    int guess = next;
    for (int i = guess; i < Math.min(guess + 2, keys.size()); i++) {
      if (keys.get(i).equals(key)) {
        next = i + 1;
        return i;
      }
    }
    int found = index().getOrDefault(key, -1);
    next = found + 1;
    return found;
  }

  private Map<String, Integer> index() {
    Map<String, Integer> known = index.get();
    if (known == null) {
      known = new HashMap<>();
      for (int i = 0; i < keys.size(); i++) {
        known.put(keys.get(i), i);
      }
      index = new SoftReference<>(known);
    }
    return known;
  }

  @Override
  public V get(Object key) {
    int found = find(key);
    return found < 0 ? null : values.get(found);
  }

  @Override
  public boolean containsKey(Object key) {
    return find(key) >= 0;
  }

  @Override
  public int size() {
    return keys.size();
  }

  @Override
  public Set<Entry<String, V>> entrySet() {
    return new AbstractSet<>() {
      @Override
      public int size() {
        return keys.size();
      }

      @Override
      public Iterator<Entry<String, V>> iterator() {
        return new Iterator<>() {
          private int at;

          @Override
          public boolean hasNext() {
            return at < keys.size();
          }

          @Override
          public Entry<String, V> next() {
            int current = at++;
            return Map.entry(keys.get(current), values.get(current));
          }
        };
      }
    };
  }
}
