package org.kaohe.quality;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;
import org.kaohe.config.LinearPattern;
import org.kaohe.config.Period;
import org.kaohe.quality.RowSpec.ColumnSpec;

/** Types the cells of one column. A declared pattern decides before the value is read (J5). */
final class CellTyper {
  private static final Pattern THOUSANDS = Pattern.compile("[+-]?\\d{1,3}(,\\d{3})+(\\.\\d+)?");
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?(\\d+(\\.\\d*)?|\\.\\d+)([eE][+-]?\\d{1,3})?");
  private static final Pattern CHINESE_PERIOD =
      Pattern.compile("(\\d{4})年(?:(0?[1-9]|1[0-2])月|第?([1-4])季度|(上|下)半年)?");
  private static final Set<String> YES = Set.of("1", "y", "yes", "true", "t", "是", "有");
  private static final Set<String> NO = Set.of("0", "n", "no", "false", "f", "否", "无");

  /** Texts kept for a column, a power of two, and how long they may be. */
  private static final int REMEMBERED = 1024;

  private static final int REMEMBERED_BYTES = 32;

  /** The last year of four digits, the most that any of our texts of periods hold. */
  private static final int LAST_YEAR = 9999;

  private final ColumnSpec spec;
  private final @Nullable Typed[] known = new Typed[REMEMBERED];
  private final Set<String> missing;
  private final Set<String> accepted;
  private final Map<String, String> mapping;
  private final Set<String> units;
  private final Optional<com.google.re2j.Pattern> pattern;
  private final Optional<com.google.re2j.Pattern> extract;
  private final List<DateTimeFormatter> formats;
  private final Optional<BigDecimal> minimum;
  private final Optional<BigDecimal> maximum;
  private final boolean zeroUp;
  private final boolean plain;
  private final boolean quick;
  private boolean required;
  private final SwiftCells swift;

  CellTyper(ColumnSpec spec, Set<String> units) {
    this.spec = spec;
    this.required = spec.required();
    this.units = units;
    this.missing = new HashSet<>(spec.missing());
    this.accepted = new HashSet<>();
    spec.accepted().forEach(text -> accepted.add(folded(text)));
    this.mapping = new HashMap<>();
    spec.mapping().forEach((from, to) -> mapping.put(folded(from), to));
    this.pattern = compiled(spec.pattern());
    this.extract = compiled(spec.extract());
    this.formats =
        spec.formats().stream()
            .map(f -> f.replace('y', 'u'))
            .map(f -> DateTimeFormatter.ofPattern(f, Locale.ROOT))
            .map(f -> f.withResolverStyle(ResolverStyle.STRICT))
            .toList();
    this.minimum = decimal(spec.minimum());
    this.maximum = decimal(spec.maximum());
    // The commonest range of all, decided without making a BigDecimal of every cell.
    this.zeroUp =
        maximum.isEmpty() && minimum.filter(m -> m.signum() == 0).isPresent() && longBacked(spec);
    this.quick =
        spec.missing().isEmpty()
            && spec.extract().isEmpty()
            && spec.pattern().isEmpty()
            && spec.mapping().isEmpty()
            && spec.accepted().isEmpty()
            && !spec.knownUnit();
    this.plain = quick && spec.kind() == RowSpec.Kind.TEXT && spec.person().isEmpty();
    this.swift = new SwiftCells(spec);
  }

  private static boolean longBacked(ColumnSpec spec) {
    return spec.kind() == RowSpec.Kind.DECIMAL && spec.precision() <= 18;
  }

  /** Full-width forms of a code made plain; the contract's own texts are folded the same way. */
  private String folded(String text) {
    return spec.code() ? Normalizer.normalize(text, Normalizer.Form.NFKC) : text;
  }

  private static Optional<com.google.re2j.Pattern> compiled(String regex) {
    return regex.isEmpty() ? Optional.empty() : Optional.of(LinearPattern.compile(regex));
  }

  private static Optional<BigDecimal> decimal(String number) {
    return number.isEmpty() ? Optional.empty() : Optional.of(new BigDecimal(number));
  }

  /** The value in Spark's internal form; adds to {@code reasons} what is wrong with it. */
  @Nullable Object read(byte[] bytes, int from, int to, List<String> reasons) {
    if (from == to) {
      return absent(reasons);
    }
    if (to - from > spec.longest() && tooLong(bytes, from, to)) {
      return failed("length", reasons);
    }
    if (plain && (!spec.code() || ascii(bytes, from, to))) {
      return UTF8String.fromBytes(bytes, from, to - from);
    }
    if (quick && longBacked(spec)) {
      Object value = swift.decimal(bytes, from, to);
      if (value != null) {
        return ranged(value, reasons);
      }
    }
    if (quick && swift.dates() && to - from == 10) {
      Object value = swift.date(bytes, from);
      if (value != null) {
        return value;
      }
    }
    return spec.person().isEmpty() && to - from <= REMEMBERED_BYTES
        ? remembered(bytes, from, to, reasons)
        : slow(new String(bytes, from, to - from, StandardCharsets.UTF_8), reasons);
  }

  /** Codes, periods and the like come again and again: what a text gave is kept by its hash. */
  private @Nullable Object remembered(byte[] bytes, int from, int to, List<String> reasons) {
    int hash = 0;
    for (int i = from; i < to; i++) {
      hash = 31 * hash + bytes[i];
    }
    int slot = (hash ^ hash >>> 16) & (REMEMBERED - 1);
    Typed typed = known[slot];
    if (typed == null || !Arrays.equals(typed.text, 0, typed.text.length, bytes, from, to)) {
      List<String> wrong = new ArrayList<>();
      Object value = slow(new String(bytes, from, to - from, StandardCharsets.UTF_8), wrong);
      typed = new Typed(Arrays.copyOfRange(bytes, from, to), value, List.copyOf(wrong));
      known[slot] = typed;
    }
    reasons.addAll(typed.reasons);
    return typed.value;
  }

  /** What a text gave. */
  private record Typed(byte[] text, @Nullable Object value, List<String> reasons) {}

  /** What a delivery must have depends on when it was issued (J24). */
  void issued(int day) {
    boolean now = spec.required() && day >= spec.since();
    if (now != required) {
      required = now;
      Arrays.fill(known, null);
    }
  }

  /** A blank, or a text that means none. */
  private @Nullable Object absent(List<String> reasons) {
    String meant = mapping.getOrDefault("", "");
    if (!meant.isEmpty()) {
      return canonical(meant, reasons);
    }
    return spec.blank() ? UTF8String.fromString("") : nothing(reasons);
  }

  /** No value. */
  @Nullable Object nothing(List<String> reasons) {
    if (required) {
      reasons.add("required:" + spec.name());
    }
    return null;
  }

  /** Bytes are counted first, characters only when there are too many. A pseudonym is our own. */
  private boolean tooLong(byte[] bytes, int from, int to) {
    return spec.person().isEmpty()
        && UTF8String.fromBytes(bytes, from, to - from).numChars() > spec.longest();
  }

  private static boolean ascii(byte[] bytes, int from, int to) {
    for (int i = from; i < to; i++) {
      if (bytes[i] < 0) {
        return false;
      }
    }
    return true;
  }

  private @Nullable Object slow(String delivered, List<String> reasons) {
    String text = delivered;
    if (spec.code()) {
      text = folded(text).strip();
    }
    if (text.isEmpty() || missing.contains(text) || missing.contains(delivered)) {
      return absent(reasons);
    }
    if (extract.isPresent()) {
      com.google.re2j.Matcher group = extract.get().matcher(text);
      // A cell that does not fit keeps its text, so that it fails by type and is not lost as empty.
      if (group.find() && group.group(1) != null) {
        text = group.group(1);
      }
    }
    text = mapping.getOrDefault(text, text);
    return text.isEmpty() ? absent(reasons) : canonical(text, reasons);
  }

  private @Nullable Object canonical(String text, List<String> reasons) {
    if (pattern.isPresent() && !pattern.get().matcher(text).matches()) {
      reasons.add("pattern:" + spec.name());
    }
    if (!accepted.isEmpty() && !accepted.contains(text)) {
      reasons.add("accepted:" + spec.name());
    }
    if (spec.knownUnit() && !units.contains(text)) {
      reasons.add("unit:" + spec.name());
    }
    if (spec.person().equals("RESIDENT_ID") && text.startsWith("idx_")) {
      reasons.add("identifier:" + spec.name());
    }
    Object value = value(text, reasons);
    if (value == null) {
      return null;
    }
    return ranged(value, reasons);
  }

  private @Nullable Object failed(String kind, List<String> reasons) {
    reasons.add(kind + ":" + spec.name());
    return null;
  }

  private @Nullable Object value(String text, List<String> reasons) {
    return switch (spec.kind()) {
      case TEXT -> UTF8String.fromString(text);
      case WHOLE -> whole(text, reasons);
      case DECIMAL -> decimal(text, reasons);
      case DATE -> date(text, reasons);
      case PERIOD -> period(text, reasons);
      case FLAG -> flag(text, reasons);
    };
  }

  /** Thousands separators go where they stand right, a percent sign where it is declared. */
  private Optional<BigDecimal> number(String text) {
    String number = text;
    if (spec.percent() && number.endsWith("%")) {
      number = number.substring(0, number.length() - 1).strip();
    }
    if (THOUSANDS.matcher(number).matches()) {
      number = number.replace(",", "");
    }
    return NUMBER.matcher(number).matches()
        ? Optional.of(new BigDecimal(number))
        : Optional.empty();
  }

  private @Nullable Object whole(String text, List<String> reasons) {
    Optional<BigDecimal> number = number(text);
    if (number.isEmpty() || number.get().precision() - number.get().scale() > 18) {
      return failed("type", reasons);
    }
    if (number.get().stripTrailingZeros().scale() > 0) {
      return failed("decimals", reasons);
    }
    return number.get().longValue();
  }

  private @Nullable Object decimal(String text, List<String> reasons) {
    Optional<BigDecimal> number = number(text);
    if (number.isEmpty()) {
      return failed("type", reasons);
    }
    BigDecimal exact = number.get().stripTrailingZeros();
    if (exact.scale() > spec.scale()) {
      return failed("decimals", reasons);
    }
    if (exact.precision() - exact.scale() > spec.precision() - spec.scale()) {
      return failed("type", reasons);
    }
    return Decimal.apply(
        exact.setScale(spec.scale(), RoundingMode.UNNECESSARY), spec.precision(), spec.scale());
  }

  private @Nullable Object date(String text, List<String> reasons) {
    for (DateTimeFormatter format : formats) {
      try {
        LocalDate date = LocalDate.parse(text, format);
        // uuuu takes signs and longer years, and nobody means them.
        if (date.getYear() >= 1 && date.getYear() <= LAST_YEAR) {
          return (int) date.toEpochDay();
        }
      } catch (DateTimeException e) {
        // Not this form; the next may fit.
      }
    }
    return failed("type", reasons);
  }

  private @Nullable Object period(String text, List<String> reasons) {
    Optional<Period> period = Period.parse(text);
    if (period.isEmpty()) {
      Matcher chinese = CHINESE_PERIOD.matcher(text);
      if (chinese.matches()) {
        String year = chinese.group(1);
        if (chinese.group(2) != null) {
          period = Period.parse(year + "-" + "%02d".formatted(Integer.valueOf(chinese.group(2))));
        } else if (chinese.group(3) != null) {
          period = Period.parse(year + "-Q" + chinese.group(3));
        } else if (chinese.group(4) != null) {
          period = Period.parse(year + (chinese.group(4).equals("上") ? "-H1" : "-H2"));
        } else {
          period = Period.parse(year);
        }
      }
    }
    return period.isPresent()
        ? UTF8String.fromString(period.get().text())
        : failed("type", reasons);
  }

  private @Nullable Object flag(String text, List<String> reasons) {
    String lower = text.toLowerCase(Locale.ROOT);
    if (YES.contains(lower)) {
      return true;
    }
    return NO.contains(lower) ? false : failed("type", reasons);
  }

  private Object ranged(Object value, List<String> reasons) {
    if (minimum.isEmpty() && maximum.isEmpty()) {
      return value;
    }
    if (zeroUp && value instanceof Decimal d && d.toUnscaledLong() >= 0) {
      return value;
    }
    BigDecimal number =
        value instanceof Decimal d
            ? d.toJavaBigDecimal()
            : value instanceof Long l ? BigDecimal.valueOf(l) : null;
    if (number != null
        && (minimum.filter(m -> number.compareTo(m) < 0).isPresent()
            || maximum.filter(m -> number.compareTo(m) > 0).isPresent())) {
      reasons.add("range:" + spec.name());
    }
    return value;
  }
}
