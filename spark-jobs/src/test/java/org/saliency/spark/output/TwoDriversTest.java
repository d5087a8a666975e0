package org.saliency.spark.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.saliency.hash.Sha256;
import org.saliency.json.Json;
import org.saliency.spark.faults.FaultPoint;
import org.saliency.spark.faults.FaultyFiles;
import org.saliency.spark.faults.Gate;
import org.saliency.spark.faults.NthCall;
import org.saliency.spark.results.Manifest;

/**
 * A driver stops at a call to slow storage, its lease expires, another one takes the output over
 * and completes it, and the first goes on. Its clock stood still meanwhile: it does not know that
 * its lease has expired.
 */
class TwoDriversTest {

  private static final FileTime LONG_AGO = FileTime.fromMillis(1_000_000_000_000L);

  @TempDir Path folder;
  private final Configuration configuration = new Configuration();
  private int runs;

  private String uri(String run, Path output) {
    return FaultyFiles.uri(run, output.toString());
  }

  /** Hashes of files by path. */
  private static Map<String, String> files(Path root) throws IOException {
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> paths = Files.walk(root)) {
      for (Path path : paths.filter(Files::isRegularFile).toList()) {
        files.put(
            root.relativize(path).toString(), new Sha256().add(Files.readAllBytes(path)).hex());
      }
    }
    return files;
  }

  private static Manifest manifest(Path output) throws IOException {
    return Json.read(Files.readString(output.resolve("manifest.json")), Manifest.class);
  }

  @Test
  void theDriverThatTookOverWinsWhereverTheOtherOneStopped() throws Exception {
    FaultyFiles.register(configuration, "file:///");
    NthCall none = new NthCall(0, NthCall.Failure.ERROR_BEFORE);
    FaultPoint.set("undisturbed", none);
    new SmallRun(uri("undisturbed", folder.resolve("undisturbed")), configuration).run();

    int stride = "all".equals(System.getProperty("crash.points")) ? 1 : 11;
    int stops = 0;
    for (long number = 1; number <= none.calls(); number += stride) {
      takeOver(number, (number / stride) % 2 == 0);
      stops++;
      if (stride == 1) {
        takeOver(number, (number / stride) % 2 == 1);
        stops++;
      }
    }
    System.out.println(stops + " stops of the slower of two drivers");
    assertThat(stops).isGreaterThan(10);
  }

  private void takeOver(long number, boolean hasEffect) throws Exception {
    runs++;
    Path output = folder.resolve("out");
    Gate gate = new Gate(number, hasEffect);
    String slow = "slow-" + runs;
    FaultPoint.set(slow, gate);
    CompletableFuture<Optional<Manifest>> loser =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return Optional.of(new SmallRun(uri(slow, output), configuration).run());
              } catch (IOException | RuntimeException e) {
                return Optional.empty();
              }
            });
    gate.awaitStop();
    Path lease = output.resolve("_saliency/lease.json");
    boolean hasLease = Files.exists(lease);
    if (hasLease) {
      Files.setLastModifiedTime(lease, LONG_AGO);
    }

    Manifest winner = new SmallRun(uri("fast-" + runs, output), configuration).run();
    Map<String, String> complete = files(output);
    gate.open();
    Optional<Manifest> ended = loser.get(60, TimeUnit.SECONDS);

    String place = "call " + number + " " + gate.stopped() + (hasEffect ? " done" : " not done");
    if (gate.stopped() == FaultPoint.Call.DELETE && !hasEffect) {
      // A request to delete that takes effect late cannot be held back. It may delete what belongs
      // to the winner, which then is not called complete, or is completed by the next run.
      new SmallRun(uri("next-" + runs, output), configuration).run();
    } else if (hasLease) { // else it takes the lease after the other one
      assertThat(manifest(output).runId()).as(place).isEqualTo(winner.runId());
      assertThat(files(output)).as(place).isEqualTo(complete);
    }
    assertThat(manifest(output).status()).as(place).isEqualTo(Manifest.Status.COMPLETE);
    Map<String, String> maps = files(folder.resolve("undisturbed/maps"));
    assertThat(files(output.resolve("maps"))).as(place).isEqualTo(maps);
    if (hasLease && ended.isPresent()) {
      // It was complete before it stopped: the other one found nothing left to score.
      assertThat(winner.counts()).as(place).containsEntry("done", 0L);
    }
    FileUtil.fullyDelete(output.toFile());
  }
}
