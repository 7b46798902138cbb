package org.kaohe.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.kaohe.delta.ColumnInfo;
import org.kaohe.delta.ColumnType;
import org.kaohe.delta.TableReader;
import org.kaohe.delta.TableRow;
import org.kaohe.delta.Warehouse;
import org.kaohe.error.KaoheException;
import org.kaohe.report.TableView;
import org.kaohe.report.TextTable;
import org.kaohe.report.Values;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "show",
    description = "Prints rows of a table of the current or a named release.",
    footer = {
      "",
      "Examples:",
      "  kaohe show gold/scorecard --where section=total",
      "  kaohe show gold/indicator_value --where indicator=HLT-001 --columns unit,period,value",
      "  kaohe show ops/delivery --output json",
      "  kaohe show gold/scorecard --release R000003 --limit 100"
    })
final class ShowVerb extends Verb {
  private static final int SHOWN = 20;
  private static final int WIDEST = 48;

  @Parameters(paramLabel = "TABLE", description = "Such as gold/scorecard; kaohe ls lists all.")
  private String table = "";

  @Option(names = "--release", paramLabel = "R", description = "Another release than the current.")
  private @Nullable String release;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "At most N rows (default: 20 as text, all as JSON).")
  private @Nullable Integer limit;

  @Option(
      names = "--where",
      paramLabel = "COLUMN=VALUE",
      description = "Only rows with this value; may be repeated, all must hold.")
  private List<String> where = new ArrayList<>();

  @Option(
      names = "--columns",
      paramLabel = "A,B",
      split = ",",
      description = "Only these columns, in this order.")
  private List<String> columns = new ArrayList<>();

  @Override
  int run(Console console) {
    if (limit != null && limit < 0) {
      throw new KaoheException(
          "K9002", "--limit %d is less than no rows. Write 0 or more.".formatted(limit));
    }
    Warehouse warehouse = warehouse(console);
    TableView view =
        TableView.open(
            warehouse,
            new TableReader(warehouse),
            table,
            Optional.ofNullable(release),
            columns,
            where);
    try (Stream<TableRow> rows = view.rows()) {
      if (console.json()) {
        json(console, view, limit == null ? rows : rows.limit(limit));
      } else {
        console.print(text(view, rows.iterator(), limit == null ? SHOWN : limit));
      }
    }
    return ExitCode.DONE;
  }

  private static String text(TableView view, Iterator<TableRow> rows, int limit) {
    List<ColumnInfo> columns = view.columns();
    TextTable table =
        new TextTable(
            columns.stream().map(c -> (numeric(c.type()) ? ">" : "") + c.name()).toList());
    long count = 0;
    while (rows.hasNext()) {
      TableRow row = rows.next();
      if (count++ < limit) {
        table.add(
            columns.stream()
                .map(c -> Values.text(row.value(c.name()).orElse(null)))
                .map(v -> TextTable.cut(v, WIDEST))
                .toList());
      }
    }
    String shown =
        count <= limit ? "" : ", the first %d shown; --limit shows more".formatted(limit);
    return "%s%n%s: %,d rows%s%n".formatted(table.text(), view.table(), count, shown);
  }

  private static boolean numeric(ColumnType type) {
    return switch (type) {
      case INTEGER, LONG, DECIMAL, DOUBLE -> true;
      case TEXT, FLAG, DATE, TIMESTAMP, TEXTS, ROWS -> false;
    };
  }

  private static void json(Console console, TableView view, Stream<TableRow> rows) {
    List<String> names = view.columns().stream().map(ColumnInfo::name).toList();
    try (JsonGenerator json = console.generator()) {
      json.writeStartArray();
      for (Iterator<TableRow> each = rows.iterator(); each.hasNext(); ) {
        TableRow row = each.next();
        json.writeStartObject();
        for (String name : names) {
          json.writeFieldName(name);
          write(json, Values.json(row.value(name).orElse(null)));
        }
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeRaw('\n');
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(JsonGenerator json, @Nullable Object value) throws IOException {
    if (value instanceof BigDecimal number) {
      json.writeNumber(number.toPlainString());
    } else {
      json.writePOJO(value);
    }
  }
}
