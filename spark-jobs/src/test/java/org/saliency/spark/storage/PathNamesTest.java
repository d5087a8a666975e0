package org.saliency.spark.storage;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.catalyst.catalog.ExternalCatalogUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.saliency.storage.Storage;

class PathNamesTest {

  @Provide
  Arbitrary<String> names() {
    Arbitrary<String> odd =
        Arbitraries.strings().withChars("%:/._ #=+-@[]{}*?'\"23AFaf\t\nя").ofMaxLength(12);
    Arbitrary<String> special =
        Arbitraries.of("_SUCCESS", "_metadata", "@eaDir", "..", "...", ".", "%2E", "__MACOSX");
    return Arbitraries.oneOf(odd, Arbitraries.strings().ofMaxLength(12), special)
        .filter(name -> !name.isEmpty());
  }

  @Property
  void escapedNamesAreVisibleFilesAndUnescapeToTheName(@ForAll("names") String name) {
    String escaped = PathNames.escape(name);

    assertThat(PathNames.unescape(escaped)).isEqualTo(name);
    assertThat(escaped).doesNotContain("/", ":");
    assertThat(Storage.isHidden(escaped)).isFalse();
    assertThat(new Path("/maps", escaped + ".png").getParent()).isEqualTo(new Path("/maps"));
  }

  @Property
  void namesInTablesAreVisibleToSparkWhichUnescapesThem(@ForAll("names") String name) {
    String escaped = PathNames.escapeInTables(name);

    assertThat(ExternalCatalogUtils.unescapePathName(escaped)).isEqualTo(name);
    assertThat(escaped).doesNotContain("/", ":").doesNotStartWith("_").doesNotStartWith(".");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"clip", "clip v1.5", "_abc", "-abc", "100%", "a%20b", "кино", "a=b [1] #2"})
  void ordinaryNamesStayAsTheyAre(String name) {
    assertThat(PathNames.escape(name)).isEqualTo(name.replace("%20", "%2520"));
  }

  @ParameterizedTest
  @CsvSource({"12:30,12%3A30", "..,%2E.", "_metadata,%5Fmetadata", "a%3Ab,a%253Ab", "%:,%%3A"})
  void whatAPathCannotHoldIsEscaped(String name, String escaped) {
    assertThat(PathNames.escape(name)).isEqualTo(escaped);
  }

  @Test
  void ordinaryNamesInTablesAreEscapedAsSparkDoes() {
    assertThat(PathNames.escapeInTables("it's a=b")).isEqualTo("it%27s a%3Db");
    assertThat(PathNames.escapeInTables("_abc")).isEqualTo("%5Fabc");
  }
}
