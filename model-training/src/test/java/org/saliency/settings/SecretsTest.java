package org.saliency.settings;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SecretsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a.token : abc | a.token : ***",
        "https://host/a?sig=abc&x=1 | https://host/a?sig=***&x=1",
        "s3a://key:secret@bucket/a | s3a://***@bucket/a",
        "fs.s3a.secret.key=abc | fs.s3a.secret.key=***",
        "{\"password\": \"abc\"} | {\"password\": \"***\"}",
        "{\"url\" : \"http://user:abc@host\"} | {\"url\" : \"http://***@host\"}",
      })
  void secretsAreMasked(String text, String masked) {
    assertThat(Secrets.mask(text)).isEqualTo(masked);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "frame 3 of video a: damaged",
        "bad.conf: 1: Expecting a value but got wrong token: end of file",
        "abfss://box@account.dfs.core.windows.net/a",
        "{\"sigma\" : 12.5, \"design\" : \"a\"}",
        "hdfs://host:8020/a@b",
      })
  void otherTextStays(String text) {
    assertThat(Secrets.mask(text)).isEqualTo(text);
  }
}
