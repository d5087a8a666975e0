package org.saliency.spark.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hadoop.conf.Configuration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.saliency.UserException;
import org.saliency.storage.LocalStorage;
import org.saliency.storage.Storage;
import org.saliency.storage.Storage.Entry;

class HadoopFilesTest {

  @TempDir Path folder;

  private final HadoopFiles files = new HadoopFiles(new Configuration());

  private void create(String... names) throws IOException {
    for (String name : names) {
      Files.createDirectories(folder.resolve(name).getParent());
      Files.writeString(folder.resolve(name), name);
    }
  }

  private List<String> relative(List<Entry> entries) {
    return entries.stream().map(e -> folder.relativize(Path.of(e.path())).toString()).toList();
  }

  @Test
  void filesWithColonsAreListedAndRead() throws IOException {
    create("cam 12:30.mp4", "a.mp4");

    List<Entry> entries = files.list(folder.toString());

    assertThat(entries).extracting(Entry::name).containsExactly("a.mp4", "cam 12:30.mp4");
    assertThat(files.read(entries.get(1).path())).asString().isEqualTo("cam 12:30.mp4");
  }

  @Test
  void brokenLinksAreNamed() throws IOException {
    create("a.png");
    Files.createSymbolicLink(folder.resolve("._b.png"), folder.resolve("gone.png"));
    Files.createSymbolicLink(folder.resolve("notes.TXT"), folder.resolve("gone.txt"));
    Files.createSymbolicLink(folder.resolve("c.png"), folder.resolve("a.png"));
    for (Storage storage : List.of(files, new LocalStorage())) {
      assertThat(storage.list(folder.toString()))
          .extracting(Entry::name)
          .containsExactly("a.png", "c.png");
    }
    Path link = Files.createSymbolicLink(folder.resolve("b.png"), folder.resolve("gone.png"));
    for (Storage storage : List.of(files, new LocalStorage())) {
      assertThatThrownBy(() -> storage.list(folder.toString()))
          .isInstanceOf(UserException.class)
          .hasMessageContaining(link + " is a link to " + folder.resolve("gone.png"));
    }
  }

  @Test
  void aFileSystemWithoutItsLibraryIsReported() {
    Configuration settings = new Configuration();
    settings.set("fs.s3a.impl", "org.apache.hadoop.fs.s3a.Missing");
    HadoopFiles remote = new HadoopFiles(settings);

    for (ThrowingCallable access :
        List.<ThrowingCallable>of(
            () -> remote.find("s3a://b/x"),
            () -> remote.open("s3a://b/x"),
            () -> remote.qualified("s3a://b/x"))) {
      assertThatThrownBy(access)
          .isInstanceOfSatisfying(
              UserException.class,
              error -> assertThat(error.kind()).isEqualTo(UserException.Kind.USAGE))
          .hasMessageContainingAll(
              "'s3a://b/x'", "s3a.Missing", "spark.jars.packages=org.apache.hadoop:hadoop-aws:3");
    }
  }

  @Test
  void onlyLeftoversAndSparksOwnFilesAreHidden() throws IOException {
    create("_b.mp4", "_MG_0001.png", "x/_y.png", "_SUCCESS", "_temporary/0", "_metadata");
    create("._b.mp4", ".DS_Store", "@eaDir/b.mp4", "Thumbs.db", "__MACOSX/c.png", "_saliency/o");

    for (Storage storage : List.of(files, new LocalStorage())) {
      assertThat(storage.list(folder.toString()))
          .extracting(Entry::name)
          .containsExactly("_MG_0001.png", "_b.mp4", "x");
    }
    assertThat(relative(files.glob(folder + "/*"))).containsExactly("_MG_0001.png", "_b.mp4", "x");
  }

  @Test
  void globsMatchBesideNamesWithColons() throws IOException {
    create("x:1/a:1.mp4", "x:1/b.mp4", "y/a:2.mp4", "y/c.mkv");

    assertThat(relative(files.glob(folder + "/x:1/*.mp4")))
        .containsExactly("x:1/a:1.mp4", "x:1/b.mp4");
    assertThat(relative(files.glob(folder + "/*/a:?.mp4")))
        .containsExactly("x:1/a:1.mp4", "y/a:2.mp4");
    assertThat(relative(files.glob(folder + "/{x:1/b,y/c}.m*")))
        .containsExactly("x:1/b.mp4", "y/c.mkv");
    assertThat(files.glob(folder + "/*/none")).isEmpty();
  }

  @Test
  void keysInAPathOfS3AreRefusedAndNotShown() {
    assertThatThrownBy(() -> HadoopFiles.path("s3a://AKIA:geheim@bucket/videos"))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("AWS_SECRET_ACCESS_KEY")
        .hasMessageNotContaining("geheim");
    assertThat(HadoopFiles.path("s3a://bucket/12:30@noon").getName()).isEqualTo("12:30@noon");
  }

  @Test
  void aColonMakesASchemeOnlyBeforeASlash() {
    assertThat(HadoopFiles.path("hdfs://node/x:1").toUri().getScheme()).isEqualTo("hdfs");
    assertThat(HadoopFiles.path("file:/x").toUri().getScheme()).isEqualTo("file");
    for (String name : List.of("run:1", "file:rel", "a:b/c", "12:30")) {
      assertThat(HadoopFiles.path(name).toUri().getScheme()).isNull();
      assertThat(files.qualified(name)).isEqualTo(Path.of(name).toAbsolutePath().toString());
    }
    assertThat(HadoopFiles.path("run:1/maps")).hasToString("./run:1/maps");
    assertThat(HadoopFiles.path("in/x")).hasToString("in/x");
    assertThatThrownBy(() -> HadoopFiles.path("")).isInstanceOf(UserException.class);
  }

  @Test
  void filesWithColonsAreWritten() throws IOException {
    WritableHadoopFiles writable = new WritableHadoopFiles(new Configuration());

    writable.write(HadoopFiles.path(folder + "/run:1/report 12:30.html"), "text");

    assertThat(folder.resolve("run:1")).isDirectoryContaining("glob:**/report 12:30.html");
    assertThat(folder.resolve("run:1/report 12:30.html")).hasContent("text");
  }

  @Test
  void afterAFailureOtherAccessesAreOver() {
    AtomicInteger running = new AtomicInteger();
    AtomicInteger begun = new AtomicInteger();

    assertThatThrownBy(
            () ->
                files.inParallel(
                    java.util.stream.IntStream.range(0, 100).boxed().toList(),
                    item -> {
                      begun.incrementAndGet();
                      running.incrementAndGet();
                      try {
                        if (item == 0) {
                          throw new IOException("unplugged");
                        }
                        finishSlowly();
                        return item;
                      } finally {
                        running.decrementAndGet();
                      }
                    }))
        .isInstanceOf(IOException.class)
        .hasMessage("unplugged");

    assertThat(running).hasValue(0);
    assertThat(begun).hasValueLessThan(100);
  }

  /** Takes 200 ms, interrupted or not. */
  private static void finishSlowly() {
    long end = System.nanoTime() + 200_000_000L;
    while (System.nanoTime() < end) {
      java.util.concurrent.locks.LockSupport.parkNanos(1_000_000);
    }
  }

  @Test
  void aFileIsCreatedOnce() throws IOException {
    ConditionalFiles conditional =
        new ConditionalFiles(new WritableHadoopFiles(new Configuration()));
    org.apache.hadoop.fs.Path file = HadoopFiles.path(folder + "/new/lease.json");

    conditional.create(file, "first");

    assertThatThrownBy(() -> conditional.create(file, "second"))
        .isInstanceOf(org.apache.hadoop.fs.FileAlreadyExistsException.class);
    assertThat(folder.resolve("new/lease.json")).hasContent("first");
    assertThat(folder.resolve("new").toFile().list()).containsExactly("lease.json");
  }

  @Test
  void aFileIsNotReplacedIfItsConditionIsBrokenMeanwhile() throws IOException {
    WritableHadoopFiles writable = new WritableHadoopFiles(new Configuration());
    org.apache.hadoop.fs.Path file = HadoopFiles.path(folder + "/lease.json");
    writable.write(file, "first");

    // Another process takes the file over after the condition was checked.
    assertThatThrownBy(
            () ->
                writable.write(
                    file, "second", () -> writable.deletePartial(file.getParent(), () -> {})))
        .isInstanceOf(IOException.class);

    assertThat(folder.toFile().list()).containsExactly("lease.json");
    assertThat(folder.resolve("lease.json")).hasContent("first");
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aFileOnAFullDiskIsNamed() {
    WritableHadoopFiles files = new WritableHadoopFiles(new Configuration());
    org.apache.hadoop.fs.Path full = new org.apache.hadoop.fs.Path("file:/dev/full");

    assertThatThrownBy(() -> files.stage(full, new byte[1]))
        .isInstanceOf(FileSystemException.class)
        .hasMessage("/dev/full: No space left on device");
  }
}
