package org.saliency.spark.source;

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

/** Which files are looked into again. */
class VideoIndexCacheTest {

  private static final int FRAMES = 100;

  private final List<String> lookedInto = new ArrayList<>();
  private final VideoIndexCache known = new VideoIndexCache(2 * FRAMES);

  private static Entry file(String name, long length, long modified) {
    return new Entry("/" + name, name, false, length, modified);
  }

  private VideoIndexer.Indexed index(Entry... files) {
    return known.index(
        List.of(files),
        unknown -> {
          VideoIndexer.Indexed found = new VideoIndexer.Indexed(new HashMap<>(), new HashMap<>());
          for (Entry file : unknown) {
            lookedInto.add(file.name());
            if (file.length() == 0) {
              found.errors().put(file.path(), UserException.input("%s is empty", file.path()));
            } else {
              found.indexes().put(file.path(), FakeVideo.index(FRAMES, 10));
            }
          }
          return found;
        });
  }

  @Test
  void aFileIsLookedIntoOnceAndAgainWhenItHasChanged() {
    index(file("a", 7, 1));
    assertThat(index(file("a", 7, 1)).indexes().get("/a").frames()).isEqualTo(FRAMES);
    assertThat(lookedInto).containsExactly("a");

    index(file("a", 8, 1));
    index(file("a", 7, 2));
    assertThat(lookedInto).containsExactly("a", "a", "a");
  }

  @Test
  void unknownFilesAreLookedIntoInOneGo() {
    index(file("b", 7, 1));
    List<Integer> goes = new ArrayList<>();
    known.index(
        Stream.of("a", "b", "c").map(name -> file(name, 7, 1)).toList(),
        unknown -> {
          goes.add(unknown.size());
          return new VideoIndexer.Indexed(new HashMap<>(), new HashMap<>());
        });
    assertThat(goes).containsExactly(2);
  }

  @Test
  void aFaultIsToldAndNotKept() {
    assertThat(index(file("a", 0, 1)).errors()).containsKey("/a");
    assertThat(index(file("a", 0, 1)).errors()).containsKey("/a");
    assertThat(lookedInto).containsExactly("a", "a");
  }

  @Test
  void videosNotAskedForLatelyAreDroppedFirst() {
    index(file("a", 7, 1), file("b", 7, 1));
    index(file("a", 7, 1));
    index(file("c", 7, 1));
    lookedInto.clear();

    index(file("a", 7, 1), file("c", 7, 1));
    assertThat(lookedInto).isEmpty();
    index(file("b", 7, 1));
    assertThat(lookedInto).containsExactly("b");
  }
}
