package org.saliency.spark.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.saliency.UserException;

class CsvTableTest {

  @Test
  void quotedCellsKeepCommasQuotesAndSpaces() {
    CsvTable table =
        CsvTable.parse("video,cc\n\"a, \"\"b\"\" \",0.5\n", "t.csv", List.of("video", "cc"));
    assertThat(table.rows()).isEqualTo(1);
    assertThat(table.text(0, "video")).isEqualTo("a, \"b\" ");
    assertThat(table.number(0, "cc")).isEqualTo(0.5);
  }

  @Test
  void windowsLineEndsAreReadToo() {
    CsvTable table = CsvTable.parse("place,points\r\n1,10\r\n2,8\r\n", "p.csv", List.of("place"));
    assertThat(table.rows()).isEqualTo(2);
    assertThat(table.number(1, "points")).isEqualTo(8);
  }

  @Test
  void emptyCellsAndMissingColumnsAreEmpty() {
    CsvTable table = CsvTable.parse("video,cc\nv,\n", "t.csv", List.of("video"));
    assertThat(table.isEmpty(0, "cc")).isTrue();
    assertThat(table.isEmpty(0, "kld")).isTrue();
    assertThat(table.isEmpty(0, "video")).isFalse();
  }

  @Test
  void whatIsWrittenIsReadBack() {
    String text = CsvTable.write(List.of("name", "cc"), List.of(Arrays.asList("a,\"b\"", 0.25)));
    assertThat(text).isEqualTo("name,cc\n\"a,\"\"b\"\"\",0.25\n");
    assertThat(CsvTable.parse(text, "t.csv", List.of("name")).text(0, "name")).isEqualTo("a,\"b\"");
  }

  @Test
  void aCellThatIsNoNumberIsNamedByTableAndRow() {
    CsvTable table = CsvTable.parse("video,cc\nv,high\n", "t.csv", List.of("video"));
    assertThatThrownBy(() -> table.number(0, "cc"))
        .isInstanceOf(UserException.class)
        .hasMessageContainingAll("t.csv", "cc", "'high'", "row 1");
  }
}
