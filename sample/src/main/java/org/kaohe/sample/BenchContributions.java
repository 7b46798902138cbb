package org.kaohe.sample;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.YearMonth;
import java.util.SplittableRandom;

/**
 * Contributions, one row per person and month, as CSV: 100 counties, 36 months, one delivery per
 * month. Of the rows 2 % have an empty cell (half of them in a required column) and 1 % a bad code.
 * The same number of rows always gives the same bytes.
 */
public final class BenchContributions {
  /** Counties, numbered from {@link #county county(0)} on. */
  public static final int COUNTIES = 100;

  private static final int MONTHS = 36;

  private static final YearMonth FIRST = YearMonth.of(2023, 1);

  /** Later than every delivery of the cold night. */
  private static final String CORRECTED_ON = "20251231";

  /** How many of the last months are corrected. */
  private static final int CORRECTED_MONTHS = 2;

  private static final long SEED = 20251231;
  private static final byte[] HEADER =
      "person,county,month,base,paid,status,paid_on\n".getBytes(StandardCharsets.US_ASCII);

  private final long rows;

  /**
   * @param rows of the cold night
   */
  public BenchContributions(long rows) {
    this.rows = rows;
  }

  /** Code of a county, counted from 0. */
  public static int county(int number) {
    return 520001 + number;
  }

  /** Rows of the corrections: 1 % of all. */
  public long correctedRows() {
    return rows / 100;
  }

  /** Writes the 36 deliveries of the cold night. */
  public void writeAll(Path folder) {
    for (int month = 0; month < MONTHS; month++) {
      write(folder, month, issued(month), SEED + month, 0, persons(month));
    }
  }

  /** Writes 1 % new and corrected rows, half of each, for the last two months. */
  public void writeCorrections(Path folder) {
    long each = correctedRows() / CORRECTED_MONTHS;
    for (int month = MONTHS - CORRECTED_MONTHS; month < MONTHS; month++) {
      long persons = persons(month);
      long first = persons - each / 2;
      write(folder, month, CORRECTED_ON, SEED - 1 - month, first, first + each);
    }
  }

  private long persons(int month) {
    return rows / MONTHS + (month < rows % MONTHS ? 1 : 0);
  }

  private static String issued(int month) {
    YearMonth of = FIRST.plusMonths(month);
    return "%d%02d28".formatted(of.getYear(), of.getMonthValue());
  }

  private static void write(
      Path folder, int month, String issued, long seed, long fromPerson, long toPerson) {
    YearMonth of = FIRST.plusMonths(month);
    Path file = folder.resolve("contribution_%s_%s.csv".formatted(of, issued));
    SplittableRandom random = new SplittableRandom(seed);
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 20)) {
      out.write(HEADER);
      StringBuilder line = new StringBuilder(80);
      for (long person = fromPerson; person < toPerson; person++) {
        line.setLength(0);
        row(line, person, of, random);
        out.write(line.toString().getBytes(StandardCharsets.US_ASCII));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void row(
      StringBuilder line, long person, YearMonth month, SplittableRandom random) {
    int flaw = random.nextInt(200);
    boolean baseEmpty = flaw < 2;
    boolean dateEmpty = flaw >= 2 && flaw < 4;
    boolean badCounty = flaw == 4;
    boolean badStatus = flaw == 5;
    long base = 200_000L + random.nextInt(2_800_000);
    int status = random.nextInt(10) < 8 ? 1 : 2 + random.nextInt(2);
    long paid = status == 2 ? base * 4 / 100 : base * 8 / 100;
    int county = badCounty ? 529999 : county((int) (person % COUNTIES));
    line.append('P').append(100_000_000 + person).append(',').append(county).append(',');
    line.append(month).append(',');
    if (!baseEmpty) {
      amount(line, base);
    }
    line.append(',');
    amount(line, paid);
    line.append(',').append(badStatus ? 9 : status).append(',');
    if (!dateEmpty) {
      int day = 1 + random.nextInt(28);
      line.append(month).append(day < 10 ? "-0" : "-").append(day);
    }
    line.append('\n');
  }

  private static void amount(StringBuilder line, long cents) {
    line.append(cents / 100).append(cents % 100 < 10 ? ".0" : ".").append(cents % 100);
  }
}
