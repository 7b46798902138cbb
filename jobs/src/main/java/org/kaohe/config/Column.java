package org.kaohe.config;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A column of a contract: how it is found in a header, read from text and checked.
 *
 * @param header the header text it is delivered under
 * @param synonyms other header texts it has been delivered under
 * @param missing texts that mean "no value"; the empty text always does
 * @param extract regular expression whose first group is the value ({@code 3 out of 10})
 * @param pattern regular expression that the whole text must match before it is cast (J5)
 * @param mapping exact synonyms of codes, delivered text to canonical text; the empty text stands
 *     for a blank, on either side
 * @param accepted the only canonical texts allowed; empty means any
 * @param reference where the value must exist
 * @param person kind of personal value; replaced by a keyed pseudonym before bronze
 * @param measure unit of measure of a number ({@code kg}, {@code yuan-10k} …)
 * @param percent a trailing percent sign is dropped: {@code 79.42%} reads 79.42
 * @param form what its cells may look like before they are read
 */
public record Column(
    String name,
    Label label,
    Type type,
    boolean required,
    String header,
    List<String> synonyms,
    List<String> missing,
    Optional<String> extract,
    Optional<String> pattern,
    Map<String, String> mapping,
    List<String> accepted,
    Optional<BigDecimal> minimum,
    Optional<BigDecimal> maximum,
    Optional<Reference> reference,
    Optional<PersonKind> person,
    Optional<String> measure,
    boolean percent,
    Form form) {

  /**
   * What a cell may look like before it is read.
   *
   * @param longest characters it may have; a longer one is a reason and is not read
   * @param severalLines a quoted cell may hold line ends
   * @param noPerson long numbers in it are nobody's, though they look like those of people
   * @param blank a blank is a value of its own, also of a key
   * @param since the issue date from which on a required column must be there (J24)
   * @param critical a cell that can't be read sets its row aside; else it is left empty and counted
   */
  public record Form(
      int longest,
      boolean severalLines,
      boolean noPerson,
      boolean blank,
      Optional<LocalDate> since,
      boolean critical) {
    /** Of a text for which the contract says nothing. */
    public static final int LONGEST_TEXT = 4_000;

    /** Of a number, a date, a period or a flag. */
    public static final int LONGEST_FIGURE = 100;

    /** What holds where the contract says nothing. */
    public static Form usual(Type type) {
      return new Form(
          type instanceof Type.Text ? LONGEST_TEXT : LONGEST_FIGURE,
          false,
          false,
          false,
          Optional.empty(),
          true);
    }
  }

  /** The same, setting rows aside or not. */
  Column critical(boolean critical) {
    Form now =
        new Form(
            form.longest(),
            form.severalLines(),
            form.noPerson(),
            form.blank(),
            form.since(),
            critical);
    return new Column(
        name, label, type, required, header, synonyms, missing, extract, pattern, mapping, accepted,
        minimum, maximum, reference, person, measure, percent, now);
  }

  /** What the text is read as. */
  public sealed interface Type {
    /** Text, trimmed; full-width forms are kept. */
    record Text() implements Type {}

    /** A whole number (BIGINT). */
    record Whole() implements Type {}

    /** A decimal number; more decimals than {@code scale} are a reason, never rounded away. */
    record Decimal(int precision, int scale) implements Type {}

    /** A date in one of the Java patterns, tried in order; partial dates are a reason. */
    record Date(List<String> formats) implements Type {}

    /** A period ({@link Period}), kept as its canonical text. */
    record PeriodText() implements Type {}

    /** yes/no, true/false, 是/否, 1/0. */
    record Flag() implements Type {}
  }

  /**
   * The value must exist in a column of another dataset, or be a unit code (dataset {@code unit}).
   *
   * @param severity WARN keeps the row and counts it as waiting (J4)
   */
  public record Reference(String dataset, String column, Contract.Severity severity) {
    /** The other half is a delivered row, and without it this row has to wait (J4). */
    public boolean needed() {
      return severity == Contract.Severity.ERROR && !dataset.equals("unit");
    }
  }

  /**
   * Kinds of personal values; identifiers of one kind get the same pseudonym in all departments.
   */
  public enum PersonKind {
    RESIDENT_ID,
    NAME,
    PHONE,
    ADDRESS,
    ACCOUNT,
    OTHER
  }
}
