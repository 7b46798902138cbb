package org.kaohe.silver;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.kaohe.config.Column;
import org.kaohe.config.Contract;

/** What to do about a row that waits. */
final class WaitingCure {
  private static final Pattern PLAIN = Pattern.compile("[\\p{L}][\\p{L}\\d /]*");

  /** Texts that are none in YAML. */
  private static final Set<String> MEANS_ELSE =
      Set.of("null", "true", "false", "yes", "no", "on", "off", "y", "n");

  private static final String AGAIN = "ask for a corrected delivery";

  private WaitingCure() {}

  /**
   * The advice.
   *
   * @param reason {@code kind:column}
   * @param value the cell as delivered; empty where it is not known
   */
  static String of(Contract contract, String reason, String value) {
    String[] parts = reason.split(":", 2);
    String name = parts.length < 2 ? "" : parts[1];
    Optional<Column> column =
        contract.columns().stream().filter(c -> c.name().equals(name)).findFirst();
    String advice =
        column.map(c -> ofColumn(contract, parts[0], c, value)).orElseGet(() -> ofRow(parts[0]));
    return advice.substring(0, 1).toUpperCase(Locale.ROOT) + advice.substring(1) + ".";
  }

  private static String ofRow(String kind) {
    return switch (kind) {
      case "ragged" ->
          "its fields do not fit the header: ask for the file with quotes around cells that hold commas";
      case "covered" -> "a number of a person stood in it and is gone: " + AGAIN;
      case "rule-error" -> "mend the contract's rule, which cannot be computed for such rows";
      default -> AGAIN + ", or mend the contract's rule";
    };
  }

  private static String ofColumn(Contract contract, String kind, Column column, String value) {
    String place = "column %s of %s".formatted(column.name(), contract.file());
    return switch (kind) {
      case "required" ->
          "%s, or drop required: true at %s if it may be empty".formatted(AGAIN, place);
      case "type", "decimals" -> unread(kind, column, value, place);
      case "length" ->
          "%s, or write logicalTypeOptions: {maxLength: …} at %s".formatted(AGAIN, place);
      case "pattern" -> "%s, or mend the pattern at %s".formatted(AGAIN, place);
      case "range" -> "%s, or mend minimum and maximum at %s".formatted(AGAIN, place);
      case "accepted" ->
          "if it means a code of the list, type {property: mapping, value: {%s: CODE}} at %s; if it is one more, add it to validValues; else %s"
              .formatted(quoted(value), place, AGAIN);
      case "unit" ->
          "add the unit to conf/units, or type {property: mapping, value: {%s: CODE}} at %s; else %s"
              .formatted(quoted(value), place, AGAIN);
      case "waiting" ->
          "it goes on by itself when %s comes"
              .formatted(
                  column
                      .reference()
                      .map(r -> "its row of " + r.dataset())
                      .orElse("what it refers to"));
      case "personal" ->
          "a number of a person stands in a column that is not personal: %s, or mark %s as personal (noPerson: true where such numbers are nobody's)"
              .formatted(AGAIN, place);
      default -> AGAIN;
    };
  }

  private static String unread(String kind, Column column, String value, String place) {
    if (kind.equals("decimals") && column.type() instanceof Column.Type.Decimal d) {
      return "%s, or write more decimals than DECIMAL(%d,%d) at %s"
          .formatted(AGAIN, d.precision(), d.scale(), place);
    }
    boolean word = PLAIN.matcher(value).matches() || value.matches("[-—/.*]+");
    if (column.type() instanceof Column.Type.Date && !word) {
      return "if it is a date, add its pattern, {property: formats, value: [yyyy-MM-dd, …]}, at %s; else %s"
          .formatted(place, AGAIN);
    }
    return word
        ? "if it means no value, type {property: missing, value: [%s]} at %s; else %s"
            .formatted(quoted(value), place, AGAIN)
        : AGAIN;
  }

  private static String quoted(String value) {
    return PLAIN.matcher(value).matches() && !MEANS_ELSE.contains(value.toLowerCase(Locale.ROOT))
        ? value
        : "'" + value.replace("'", "''") + "'";
  }
}
