package org.saliency.spark.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Fails every call of a small run to a local disk; on other file systems see {@code CrashIT}. */
class CrashPointsTest {

  @TempDir Path folder;

  @Test
  void aRunThatFailsAtAnyCallIsCompletedByTheNext() throws Exception {
    Configuration configuration = new Configuration();
    CrashPoints points =
        new CrashPoints(
            configuration,
            "file:///",
            folder.toString(),
            output -> new SmallRun(output, configuration).run());

    long calls = points.undisturbed();
    boolean all = "all".equals(System.getProperty("crash.points"));
    int failed = all ? points.failAll() : points.failEvery(5);

    System.out.println(calls + " calls, " + failed + " crash points\n" + points.table());
    assertThat(failed).isGreaterThan(20);
  }
}
