package org.saliency.training.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FrameCacheTest {

  private static final int ENTRY = 104; // 100 bytes and a checksum

  @TempDir private Path folder;

  private static void write(FrameCache cache, String group, String name) {
    ByteBuffer buffer = FrameCache.buffer(100);
    while (buffer.hasRemaining()) {
      buffer.put((byte) buffer.position());
    }
    cache.write(group, name, buffer);
  }

  @Test
  void entriesAreReadByAnotherProcess() {
    write(new FrameCache(folder, 1000), "clip", "7");

    ByteBuffer content = new FrameCache(folder, 1000).read("clip", "7").orElseThrow();
    assertThat(content.remaining()).isEqualTo(100);
    assertThat(content.get(0)).isEqualTo((byte) 4);
    assertThat(new FrameCache(folder, 1000).read("clip", "8")).isEmpty();
  }

  @Test
  void damagedEntriesAreMissing() throws IOException {
    FrameCache cache = new FrameCache(folder, 1000);
    write(cache, "clip", "1");
    Path file = folder.resolve("clip/1");
    byte[] content = Files.readAllBytes(file);
    content[50]++;
    Files.write(file, content);
    assertThat(cache.read("clip", "1")).isEmpty();
    Files.write(file, new byte[3]);
    assertThat(cache.read("clip", "1")).isEmpty();
    write(cache, "clip", "1");
    assertThat(cache.read("clip", "1")).isPresent();
  }

  @Test
  void nothingIsWrittenBeyondTheTotalSize() {
    FrameCache cache = new FrameCache(folder, 2 * ENTRY);
    write(cache, "clip", "1");
    write(cache, "clip", "2");
    assertThat(cache.isFull()).isFalse();
    write(cache, "clip", "3");
    assertThat(cache.isFull()).isTrue();
    assertThat(folder.resolve("clip").toFile().list()).containsExactlyInAnyOrder("1", "2");
  }

  @Test
  void theOldestGroupsOfOtherRunsMakeRoom() throws IOException {
    FrameCache before = new FrameCache(folder, 10 * ENTRY);
    for (String group : new String[] {"old", "newer", "own"}) {
      write(before, group, "1");
      write(before, group, "2");
    }
    Files.setLastModifiedTime(folder.resolve("own"), FileTime.from(Instant.EPOCH));
    Files.setLastModifiedTime(
        folder.resolve("old"), FileTime.from(Instant.now().minusSeconds(100)));

    FrameCache cache = new FrameCache(folder, 6 * ENTRY);
    cache.reserve(Set.of("own"), 4 * ENTRY);

    assertThat(folder.toFile().list()).containsExactlyInAnyOrder("newer", "own");
    write(cache, "own", "3");
    write(cache, "own", "4");
    assertThat(cache.isFull()).isFalse();
    write(cache, "own", "5");
    assertThat(cache.isFull()).isTrue();
  }

  @Test
  void whatKilledProcessesLeaveIsDeletedAfterAnHour() throws IOException {
    FrameCache cache = new FrameCache(folder, 1000);
    write(cache, "clip", "1");
    Path old = Files.writeString(folder.resolve("clip/.unfinished-1"), "half");
    Files.setLastModifiedTime(old, FileTime.from(Instant.now().minusSeconds(4000)));
    Files.writeString(folder.resolve("clip/.unfinished-2"), "of a live process");

    cache.reserve(Set.of("clip"), 0);

    assertThat(folder.resolve("clip").toFile().list())
        .containsExactlyInAnyOrder("1", ".unfinished-2");
  }

  @Test
  void aFolderThatCannotBeWrittenOnlyEndsTheCache() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");
    FrameCache cache = new FrameCache(file, 1000);
    cache.reserve(Set.of("clip"), 100);
    write(cache, "clip", "1");
    assertThat(cache.isFull()).isTrue();
    assertThat(cache.read("clip", "1")).isEmpty();
  }
}
