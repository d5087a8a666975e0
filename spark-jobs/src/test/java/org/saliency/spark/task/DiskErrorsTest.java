package org.saliency.spark.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Optional;
import org.apache.spark.SparkException;
import org.junit.jupiter.api.Test;
import org.saliency.UserException;

class DiskErrorsTest {

  private static Optional<String> message(Exception error) {
    return DiskErrors.userError(new IllegalStateException(error)).map(UserException::getMessage);
  }

  @Test
  void fullAndReadOnlyDisksAndMissingPermissionsAreToldInOneLine() {
    assertThat(message(new FileSystemException("/out/m.pt", null, "Read-only file system")))
        .hasValueSatisfying(
            text -> assertThat(text).startsWith("/out/m.pt cannot be written or read (Read-only"));
    assertThat(message(new AccessDeniedException("/out/m.pt"))).isPresent();
    assertThat(message(new UncheckedIOException(new IOException("No space left on device"))))
        .hasValueSatisfying(text -> assertThat(text).contains("No space left on device"));
    assertThat(message(new FileNotFoundException("/out (1)/m.pt (Permission denied)")))
        .hasValueSatisfying(text -> assertThat(text).startsWith("/out (1)/m.pt cannot"));
    assertThat(message(new FileSystemException("/file/m.pt", null, "Not a directory")))
        .hasValueSatisfying(text -> assertThat(text).startsWith("/file/m.pt cannot"));
  }

  @Test
  void aFullDiskOfAFailedTaskIsTheUsersErrorUnlessTheTaskReportsOne() {
    Throwable full = new SparkException("Job aborted", new IOException("No space left on device"));
    assertThat(SparkErrors.userError(full))
        .hasValueSatisfying(error -> assertThat(error.kind()).isEqualTo(UserException.Kind.USAGE));
    UserException reported = UserException.input(full, "disk of %s is full", "host");
    assertThat(SparkErrors.userError(new SparkException("Job aborted", reported)))
        .containsSame(reported);
  }

  @Test
  void otherErrorsAreUnexpected() {
    assertThat(message(new NoSuchFileException("/tmp/x"))).isEmpty();
    assertThat(message(new IOException("closed"))).isEmpty();
  }
}
