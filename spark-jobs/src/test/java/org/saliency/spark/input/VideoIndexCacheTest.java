package org.saliency.spark.input;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.saliency.UserException;
import org.saliency.dataset.VideoIndexer;
import org.saliency.spark.plan.FakeVideo;
import org.saliency.storage.Storage.Entry;

class VideoIndexCacheTest {

  private static final int FRAMES = 100;

  private final List<String> indexed = new ArrayList<>();
  private final VideoIndexCache cache = new VideoIndexCache(2 * FRAMES);

  private static Entry file(String name, long length, long modified) {
    return new Entry("/" + name, name, false, length, modified);
  }

  private VideoIndexer.Indexed index(Entry... files) {
    return cache.over(this::indexUnknown).index(List.of(files));
  }

  private VideoIndexer.Indexed indexUnknown(List<Entry> files) {
    VideoIndexer.Indexed found = new VideoIndexer.Indexed(new HashMap<>(), new HashMap<>());
    for (Entry file : files) {
      indexed.add(file.name());
      if (file.length() == 0) {
        found.errors().put(file.path(), UserException.input("%s is empty", file.path()));
      } else {
        found.indexes().put(file.path(), FakeVideo.index(FRAMES, 10));
      }
    }
    return found;
  }

  @Test
  void aFileIsIndexedOnceAndAgainAfterAChange() {
    index(file("a", 7, 1));
    assertThat(index(file("a", 7, 1)).indexes().get("/a").frames()).isEqualTo(FRAMES);
    assertThat(indexed).containsExactly("a");

    index(file("a", 8, 1));
    index(file("a", 7, 2));
    assertThat(indexed).containsExactly("a", "a", "a");
  }

  @Test
  void unknownFilesAreIndexedInOneCall() {
    index(file("b", 7, 1));
    List<Integer> calls = new ArrayList<>();
    cache
        .over(
            unknown -> {
              calls.add(unknown.size());
              return indexUnknown(unknown);
            })
        .index(Stream.of("a", "b", "c").map(name -> file(name, 7, 1)).toList());
    assertThat(calls).containsExactly(2);
  }

  @Test
  void errorsAreReportedAndNotCached() {
    assertThat(index(file("a", 0, 1)).errors()).containsKey("/a");
    assertThat(index(file("a", 0, 1)).errors()).containsKey("/a");
    assertThat(indexed).containsExactly("a", "a");
  }

  @Test
  void dropsTheLeastRecentlyUsedVideosFirst() {
    index(file("a", 7, 1), file("b", 7, 1));
    index(file("a", 7, 1));
    index(file("c", 7, 1));
    indexed.clear();

    index(file("a", 7, 1), file("c", 7, 1));
    assertThat(indexed).isEmpty();
    index(file("b", 7, 1));
    assertThat(indexed).containsExactly("b");
  }

  @Test
  void restoresTheIndexesOfAnEarlierRun() {
    index(file("a", 7, 1));
    VideoIndexCache next = new VideoIndexCache();
    next.restore(cache.videos());
    assertThat(cache.hasNew()).isTrue();
    assertThat(next.hasNew()).isFalse();
    indexed.clear();

    VideoIndexer.Indexed found = next.over(this::indexUnknown).index(List.of(file("a", 7, 1)));

    assertThat(found.indexes()).containsOnlyKeys("/a");
    assertThat(indexed).isEmpty();
    assertThat(next.hasNew()).isFalse();
  }
}
