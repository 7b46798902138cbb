package org.kaohe.fuzz;

import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * A delivery while it is being spoilt: rows first, then text, then bytes, then a file. Going on to
 * a later form is for good; every mutation takes the form that it needs.
 */
final class Draft {
  final Template template;
  final Random random;
  final int number;

  /** What the manifest of the folder says of this file, by column; nothing when empty. */
  final Map<String, String> manifest = new LinkedHashMap<>();

  private final List<List<String>> rows;
  private Optional<String> text = Optional.empty();
  private Optional<byte[]> bytes = Optional.empty();
  private String name;
  private String folder;
  private Placing placing = Placing.FILE;
  private boolean delivers = true;
  private boolean rowsKnown = true;

  /** How it comes to lie in the landing folder. */
  enum Placing {
    FILE,
    /** Its name is not text: bytes of another charset. */
    GBK_NAME,
    FOLDER,
    FOLDER_WITH_FILE,
    LINK_INSIDE,
    LINK_OUTSIDE,
    LINK_BROKEN,
    LINK_LOOP,
    PIPE,
    UNREADABLE,
    TWICE,
    TWICE_OTHER_CONTENT
  }

  private static final LocalDate LAST_ISSUE = LocalDate.of(2025, 11, 30);

  Draft(Template template, Random random, int number) {
    this.template = template;
    this.random = random;
    this.number = number;
    this.rows = template.rows(random);
    this.folder = template.folder();
    this.name = named(issued(number), "");
  }

  /** A day of its own: two cases that say different things of one key are no contradiction. */
  private static String issued(int number) {
    return LAST_ISSUE
        .minusDays(number % FuzzedDeliveriesTest.BATCH)
        .format(DateTimeFormatter.BASIC_ISO_DATE);
  }

  /** A file name of the dataset with an issue date, a tail, and the mark of the case. */
  String named(String issued, String tail) {
    return "%s_%s_%s%s.csv".formatted(template.prefix(), issued, tail, mark(number));
  }

  /** Tells the files of one case from those of all others. */
  static String mark(int number) {
    return "m%dz".formatted(number);
  }

  // The forms.

  /** Header and rows, to be changed. */
  List<List<String>> rows() {
    if (text.isPresent() || bytes.isPresent()) {
      throw new IllegalStateException("Already text");
    }
    return rows;
  }

  List<String> header() {
    return rows().get(0);
  }

  /** A row after the header, any. */
  List<String> anyRow() {
    return rows().get(1 + random.nextInt(rows.size() - 1));
  }

  /** Changes the text, lines ending in LF. */
  void text(UnaryOperator<String> change) {
    text = Optional.of(change.apply(text()));
  }

  String text() {
    return text.orElseGet(
        () ->
            rows.stream()
                .map(r -> r.stream().map(Draft::quoted).collect(Collectors.joining(",")) + "\n")
                .collect(Collectors.joining()));
  }

  /** Changes the bytes. */
  void bytes(UnaryOperator<byte[]> change) {
    bytes = Optional.of(change.apply(bytes()));
  }

  byte[] bytes() {
    return bytes.orElseGet(() -> text().getBytes(template.charset()));
  }

  /** Text in another charset than declared. */
  void charset(Charset other) {
    bytes = Optional.of(text().getBytes(other));
  }

  private static String quoted(String cell) {
    boolean plain = cell.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    return plain ? cell : '"' + cell.replace("\"", "\"\"") + '"';
  }

  // The file.

  String name() {
    return name;
  }

  void name(String name) {
    this.name = name;
  }

  String folder() {
    return folder;
  }

  void folder(String folder) {
    this.folder = folder;
  }

  Placing placing() {
    return placing;
  }

  void placing(Placing placing) {
    this.placing = placing;
  }

  // What is known of the outcome.

  /** Nobody can say how many records a reader should find. */
  void rowsUnknown() {
    rowsKnown = false;
  }

  /**
   * Records that must be told as delivered when it is taken in. A line of nothing but separators is
   * none, as a blank line is none.
   */
  OptionalLong records() {
    return rowsKnown
        ? OptionalLong.of(
            rows.stream().skip(1).filter(r -> r.stream().anyMatch(c -> !c.isEmpty())).count())
        : OptionalLong.empty();
  }

  /** It is passed over without a word, as the product says of such names. */
  void passedOver() {
    delivers = false;
  }

  boolean delivers() {
    return delivers;
  }

  /** A place in the rows, as index of row and column; the header is row 0. */
  int anyPosition(String text) {
    return random.nextInt(text.length() + 1);
  }

  /** Puts something in at a place of the text. */
  void insert(String what) {
    text(
        t -> {
          int at = anyPosition(t);
          return t.substring(0, at) + what + t.substring(at);
        });
    rowsUnknown();
  }

  /** Puts bytes in at a place. */
  void insert(byte[] what) {
    bytes(b -> joined(b, random.nextInt(b.length + 1), what));
    rowsUnknown();
  }

  static byte[] joined(byte[] around, int at, byte[] what) {
    return ByteBuffer.allocate(around.length + what.length)
        .put(around, 0, at)
        .put(what)
        .put(around, at, around.length - at)
        .array();
  }

  /** The lines of the text, with their ends. */
  static List<String> lines(String text) {
    List<String> lines = new ArrayList<>();
    int from = 0;
    for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', from)) {
      lines.add(text.substring(from, end + 1));
      from = end + 1;
    }
    if (from < text.length()) {
      lines.add(text.substring(from));
    }
    return lines;
  }

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
