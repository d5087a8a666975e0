package org.saliency.spark.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
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
  void windowsLineEndingsAreAccepted() {
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
  void writtenTablesCanBeParsed() {
    String text = CsvTable.write(List.of("name", "cc"), List.of(Arrays.asList("a,\"b\"", 0.25)));
    assertThat(text).isEqualTo("name,cc\n\"a,\"\"b\"\"\",0.25\n");
    assertThat(CsvTable.parse(text, "t.csv", List.of("name")).text(0, "name")).isEqualTo("a,\"b\"");
  }

  @Test
  void anyTextSurvivesWritingAndParsing() {
    List<String> texts =
        List.of("#1", " a ", "a\"b", "a\nb", "\"", "ü,", "'", " =1", "b\t", "  ", " \"q\", ");
    String csv =
        CsvTable.write(
            List.of("n", "text"), texts.stream().map(text -> List.<Object>of(1, text)).toList());

    assertThat(csv).startsWith("n,text\n1,#1\n\"1\",\" a \"\n1,\"a\"\"b\"\n1,\"a\nb\"\n");
    CsvTable table = CsvTable.parse(csv, "t.csv", List.of("text"));
    assertThat(IntStream.range(0, table.rows()).mapToObj(row -> table.text(row, "text")))
        .containsExactlyElementsOf(texts);
    assertThat(table.number(1, "n")).isEqualTo(1);
  }

  @Test
  void namesThatSpreadsheetsRunAsFormulasAreGuardedAndReadBack() {
    List<String> names =
        List.of("#1", "=1+1", "+a", "-abc", "@x", "\tx", "\rx", "'=x", "''-", "'a", "it's", "a=b");
    String csv =
        CsvTable.write(
            List.of("video", "cc"),
            names.stream().map(name -> List.<Object>of(name, -0.5)).toList());

    assertThat(csv.lines())
        .contains("#1,-0.5", "'=1+1,-0.5", "'+a,-0.5", "'-abc,-0.5", "'@x,-0.5", "'a,-0.5");
    CsvTable table = CsvTable.parse(csv, "t.csv", List.of("video"));
    assertThat(IntStream.range(0, table.rows()).mapToObj(row -> table.text(row, "video")))
        .containsExactlyElementsOf(names);
    assertThat(table.number(0, "cc")).isEqualTo(-0.5);
  }

  @Test
  void invalidNumbersAreReportedWithTableAndRow() {
    CsvTable table = CsvTable.parse("video,cc\nv,high\n", "t.csv", List.of("video"));
    assertThatThrownBy(() -> table.number(0, "cc"))
        .isInstanceOf(UserException.class)
        .hasMessageContainingAll("t.csv", "cc", "'high'", "row 1");
  }
}
