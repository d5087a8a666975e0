package org.saliency.spark.input;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.saliency.UserException;
import org.saliency.storage.SeekableInput;
import org.saliency.storage.Storage;

class ChangedFilesTest {

  /** A storage whose only file is as given. */
  private record OneFile(Optional<Storage.Entry> file) implements Storage {

    @Override
    public Optional<Entry> find(String path) throws IOException {
      if (file.isPresent() && file.get().length() < 0) {
        throw new IOException("no answer");
      }
      return file;
    }

    @Override
    public List<Entry> list(String folder) {
      throw new UnsupportedOperationException();
    }

    @Override
    public InputStream open(String path) {
      throw new UnsupportedOperationException();
    }

    @Override
    public SeekableInput openSeekable(String path) {
      throw new UnsupportedOperationException();
    }
  }

  private static Storage.Entry video(long length, long modified) {
    return new Storage.Entry("in/v.mp4", "v.mp4", false, length, modified);
  }

  private static Optional<UserException> changed(Storage.Entry now) {
    return new ChangedFiles(new OneFile(Optional.ofNullable(now)))
        .of(video(4711, 1_700_000_000_123L));
  }

  @ParameterizedTest(name = "{2}")
  @CsvSource({
    "4711, 1700000000123, the same file",
    "4711, 1700000000000, a time in seconds",
    "4711, 0,             no time",
    "-1,   0,             a storage that does not answer"
  })
  void aFileIsUnchanged(long length, long modified, String why) {
    assertThat(changed(video(length, modified))).as(why).isEmpty();
  }

  @Test
  void aFileThatIsGoneWasReadAsItWasListed() {
    assertThat(changed(null)).isEmpty();
  }

  @ParameterizedTest(name = "{2}")
  @CsvSource({
    "4712, 1700000000123, another length",
    "4711, 1700000000124, a later time",
    "4711, 1700000002000, another second",
    "4711, 1600000000000, an earlier time"
  })
  void aFileHasChanged(long length, long modified, String why) {
    assertThat(changed(video(length, modified))).as(why).isPresent();
  }

  @Test
  void theErrorNamesTheFileAndBothStates() {
    assertThat(changed(video(4712, 1_700_000_060_000L)))
        .hasValueSatisfying(
            error ->
                assertThat(error)
                    .hasMessage(
                        "Video file in/v.mp4 was changed during the run (it has 4712 bytes of"
                            + " 2023-11-14T22:14:20Z now, and had 4711 bytes of"
                            + " 2023-11-14T22:13:20.123Z when it was listed): rerun the same command"
                            + " to read it as it is now"));
  }
}
