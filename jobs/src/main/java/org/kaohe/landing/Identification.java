package org.kaohe.landing;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.kaohe.config.Contract;
import org.kaohe.config.Period;
import org.kaohe.error.CleanText;

/** Reads the files of one dataset and tells which deliveries they are, or why none. */
final class Identification {
  private static final Pattern DAY =
      Pattern.compile("(\\d{4})(?:[-/.](\\d{1,2})[-/.](\\d{1,2})|(\\d{2})(\\d{2}))");

  private static final Pattern SERIAL = Pattern.compile("\\d{1,18}");

  /** Years that somebody can mean; others break what computes with them. */
  private static final int FIRST_YEAR = 1900;

  private static final int LAST_YEAR = 2999;

  private final Contract contract;
  private final NamePattern names;
  private final Path root;
  private final FolderWalk walk;
  private final LocalDate today;

  Identification(Contract contract, Path root, FolderWalk walk, LocalDate today) {
    this.contract = contract;
    this.names = NamePattern.of(contract);
    this.root = root;
    this.walk = walk;
    this.today = today;
  }

  /** A delivery, a refusal, or neither for a manifest that is as it should be. */
  record Outcome(Optional<Delivery> delivery, Optional<Refusal> refusal) {
    static Outcome refused(Trouble trouble, Listing listing, Optional<Period> period) {
      return new Outcome(Optional.empty(), Optional.of(trouble.of(listing, period)));
    }
  }

  /** Tells what a listed file is. */
  Outcome of(Listing listing, Manifest manifest) {
    Path path = RawName.path(root, listing.address());
    Optional<Trouble> there = obstacle(listing, path);
    if (there.isPresent()) {
      return Outcome.refused(there.get(), listing, Optional.empty());
    }
    if (Manifest.is(listing.file())) {
      return new Outcome(
          Optional.empty(),
          manifest.trouble(listing.address()).map(t -> t.of(listing, Optional.empty())));
    }
    try {
      Optional<Trouble> unnamed = form(path, manifest).or(() -> manifest.trouble(path));
      return unnamed.isPresent()
          ? Outcome.refused(unnamed.get(), listing, Optional.empty())
          : named(listing, path, manifest.row(path));
    } catch (IOException e) {
      return Outcome.refused(Trouble.unread(e), listing, Optional.empty());
    } catch (RuntimeException e) {
      // One file never stops the others, whatever it made us do. What the error quotes is not told.
      return Outcome.refused(
          Trouble.lasting(
              "K3126",
              "Reading it raised an error of ours (%s at %s), so it was not taken in. Please report it with the file."
                  .formatted(
                      e.getClass().getSimpleName(),
                      Arrays.stream(e.getStackTrace())
                          .findFirst()
                          .map(StackTraceElement::toString)
                          .orElse("an unknown place"))),
          listing,
          Optional.empty());
    }
  }

  /** What stands in the way of opening it, now or when it was listed. */
  private Optional<Trouble> obstacle(Listing listing, Path path) {
    Listing.Kind kind = listing.kind();
    if (kind == Listing.Kind.FILE) {
      kind = walk.inside(path) ? walk.see(path).kind() : Listing.Kind.LINK_OUT;
    }
    return Obstacle.of(kind);
  }

  /** Files of other forms: said before anybody is told to rename one. */
  private Optional<Trouble> form(Path path, Manifest manifest) throws IOException {
    Optional<Foreign> form = Foreign.of(path).filter(f -> !f.expected(contract));
    String name = RawName.readable(path);
    if (form.isEmpty() && !names.fits(name) && manifest.row(path).isEmpty()) {
      form = Opening.of(path, contract).form().or(() -> Foreign.ofName(name));
    }
    return form.map(Foreign::trouble);
  }

  private Outcome named(Listing listing, Path path, Map<String, String> manifest) {
    String name = RawName.readable(path);
    if (!names.fits(name) && manifest.isEmpty()) {
      return Outcome.refused(unnamed(name), listing, Optional.empty());
    }
    Optional<String> periodText = told("period", manifest, name);
    Optional<Period> period =
        periodText.flatMap(Period::parse).filter(p -> sensible(p.start().getYear()));
    if (period.isEmpty()
        && (periodText.isPresent() || contract.at().equals(Contract.DELIVERED_PERIOD))) {
      return Outcome.refused(periodless(periodText), listing, period);
    }
    Optional<String> issueText = told("issued", manifest, name);
    Optional<LocalDate> issued = issueText.flatMap(Identification::day);
    if (issued.isEmpty()) {
      return Outcome.refused(undated(issueText), listing, period);
    }
    if (issued.get().isAfter(today)) {
      return Outcome.refused(early(issued.get()), listing, period);
    }
    Optional<String> serialText = told("serial", manifest, name);
    Optional<Long> serial = serialText.isEmpty() ? Optional.of(0L) : serial(serialText.get());
    if (serial.isEmpty()) {
      return Outcome.refused(
          Trouble.lasting(
              "K3131",
              "The serial is not a whole number of at most 18 digits, so nobody can say which of two"
                  + " deliveries of a day is the later. Write 1, 2, 3 into the file name or the"
                  + " manifest's column serial."),
          listing,
          period);
    }
    try {
      return read(
          listing,
          path,
          new Issue(period, issued.get(), serial.get()),
          manifest,
          reporter(manifest, name));
    } catch (CharacterCodingException e) {
      return Outcome.refused(misread(path), listing, period);
    } catch (TooLong e) {
      return Outcome.refused(
          Trouble.lasting(
              "K3123",
              CleanText.line(String.valueOf(e.getMessage()))
                  + ", so it is no table of records, or a quote in it is never closed. Ask for"
                  + " another file."),
          listing,
          period);
    } catch (IOException e) {
      return Outcome.refused(Trouble.unread(e), listing, period);
    }
  }

  private Trouble unnamed(String name) {
    return Trouble.lasting(
        "K3101",
        "The file name does not fit %s%s and no manifest.csv names it, so its period and issue date are unknown. Rename it or add a manifest row."
            .formatted(
                CleanText.line(names.toString()),
                names.fitsInOtherCapitals(name) ? " (only capitals differ)" : ""));
  }

  private static Trouble periodless(Optional<String> text) {
    return Trouble.lasting(
        "K3102",
        text.map(
                t ->
                    "The declared period %s is not one of 2025-03, 2025-Q1, 2025-H1, 2025 in the years %d to %d. Mend the file name or the manifest."
                        .formatted(CleanText.line(t, 40), FIRST_YEAR, LAST_YEAR))
            .orElse(
                "Rows of this dataset are placed by the delivery's period, and none is declared."
                    + " Name it in the file name or in a manifest.csv."));
  }

  private static Trouble undated(Optional<String> text) {
    return Trouble.lasting(
        "K3103",
        text.map(
                    t ->
                        "The issue date %s is no day of the years %d to %d, and without one"
                            .formatted(CleanText.line(t, 40), FIRST_YEAR, LAST_YEAR))
                .orElse("There is no issue date, and without one")
            + " nobody can say which of two deliveries is the later. Put yyyyMMdd into the file"
            + " name or add a manifest.csv with file, period, issued.");
  }

  private static Trouble early(LocalDate issued) {
    return new Trouble(
        "K3118",
        "The issue date %s is still to come, and a delivery that claims it would replace every correction until then. Mend it in the file name or the manifest; if it is true, the file is taken in on that day."
            .formatted(issued),
        true);
  }

  private Trouble misread(Path path) {
    try {
      Optional<Foreign> form = Opening.of(path, contract).form();
      return form.isPresent() ? form.get().trouble() : Misread.trouble(path, contract);
    } catch (IOException e) {
      return Trouble.unread(e);
    }
  }

  /** Who a delivery is from, where each unit delivers its own. */
  private Optional<String> reporter(Map<String, String> manifest, String name) {
    return told("reporter", manifest, name).or(() -> told("from", manifest, name));
  }

  private Outcome read(
      Listing listing,
      Path path,
      Issue issue,
      Map<String, String> manifest,
      Optional<String> reporter)
      throws IOException {
    Optional<Period> period = issue.period();
    Utf8Probe probe = new Utf8Probe(contract.charset());
    RecordCursor.Form form = RecordCursor.Form.of(contract.severalLines());
    Scan scan = Scan.of(path, contract.charset(), form, probe);
    if (scan.header().isEmpty()) {
      return Outcome.refused(
          Trouble.lasting(
              "K3106",
              "The file is empty, without even a header, which is not a nil report. Ask for a file"
                  + " with its header line."),
          listing,
          period);
    }
    if (probe.mistaken()) {
      return Outcome.refused(Misread.mojibake(contract), listing, period);
    }
    Header header = Header.match(contract, scan.header(), (int) issue.date().toEpochDay());
    // Such a header may have swallowed rows of people, so nothing of it is told.
    if (scan.broken() || header.unknown().stream().anyMatch(Identification::severalLines)) {
      Trouble trouble =
          Opening.of(path, contract)
              .reason()
              .orElseGet(
                  () ->
                      Trouble.lasting(
                          "K3140",
                          "The quotes of the header line do not close, or close lines later, so"
                              + " rows may stand where headers should. Ask for a file whose header"
                              + " is one line."));
      return Outcome.refused(trouble, listing, period);
    }
    if (!header.missing().isEmpty() || !header.twice().isEmpty()) {
      Trouble trouble = Opening.of(path, contract).reason().orElseGet(() -> unmatched(header));
      return Outcome.refused(trouble, listing, period);
    }
    Optional<Trouble> broken = promises(scan, manifest);
    if (broken.isPresent()) {
      return Outcome.refused(broken.get(), listing, period);
    }
    return new Outcome(
        Optional.of(
            new Delivery(
                deliveryId(contract.id(), issue, scan.sha256()),
                contract.id(),
                listing.file(),
                path,
                scan.sha256(),
                period,
                issue.date(),
                issue.serial(),
                reporter,
                scan.bytes(),
                scan.records(),
                Header.kept(contract, scan.header()),
                scan.slices())),
        Optional.empty());
  }

  private static boolean severalLines(String text) {
    return text.indexOf('\n') >= 0 || text.indexOf('\r') >= 0;
  }

  private Trouble unmatched(Header header) {
    return Trouble.lasting(
        "K3107",
        said("The header lacks ", header.missing())
            + said("Two headers claim ", header.twice())
            + "Columns are matched by name; add the delivered text as a synonym in "
            + contract.file().getFileName()
            + " or ask for the right file.");
  }

  private static String said(String what, List<String> columns) {
    return columns.isEmpty()
        ? ""
        : what + CleanText.line(String.join(", ", new LinkedHashSet<>(columns))) + ". ";
  }

  private static Optional<Trouble> promises(Scan scan, Map<String, String> manifest) {
    String told = manifest.getOrDefault("sha256", "");
    if (!told.isEmpty() && !told.equalsIgnoreCase(scan.sha256())) {
      return Optional.of(
          Trouble.lasting(
              "K3108", "The content differs from the manifest's sha256. Ask for it again."));
    }
    String rows = manifest.getOrDefault("rows", "");
    if (!rows.isEmpty() && !rows.equals(Long.toString(scan.records()))) {
      return Optional.of(
          Trouble.lasting(
              "K3109",
              "The manifest promises %s rows and the file has %d. Ask for it again."
                  .formatted(CleanText.line(rows, 40), scan.records())));
    }
    return Optional.empty();
  }

  /** What a delivery is for, and which of several versions it is. */
  private record Issue(Optional<Period> period, LocalDate date, long serial) {}

  private static Optional<Long> serial(String text) {
    return SERIAL.matcher(text).matches() ? Optional.of(Long.parseLong(text)) : Optional.empty();
  }

  private static String deliveryId(String dataset, Issue issue, String sha256) {
    MessageDigest digest = Scan.sha256Digest();
    String rest =
        dataset
            + "\n"
            + issue.period().map(Period::text).orElse("")
            + "\n"
            + issue.date()
            + (issue.serial() == 0 ? "" : "\n" + issue.serial());
    byte[] hash = digest.digest(rest.getBytes(StandardCharsets.UTF_8));
    return sha256.substring(0, 16) + HexFormat.of().formatHex(hash, 0, 2);
  }

  private Optional<String> told(String what, Map<String, String> manifest, String name) {
    String listed = manifest.getOrDefault(what, "");
    return listed.isEmpty() ? names.told(what, name) : Optional.of(listed);
  }

  /** A day as people and spreadsheets write it: 20250205, 2025-02-05, 2025/2/5. */
  private static Optional<LocalDate> day(String text) {
    Matcher day = DAY.matcher(text);
    if (!day.matches() || !sensible(Integer.parseInt(day.group(1)))) {
      return Optional.empty();
    }
    int first = day.group(2) != null ? 2 : 4;
    try {
      return Optional.of(
          LocalDate.of(
              Integer.parseInt(day.group(1)),
              Integer.parseInt(day.group(first)),
              Integer.parseInt(day.group(first + 1))));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static boolean sensible(int year) {
    return year >= FIRST_YEAR && year <= LAST_YEAR;
  }

  /** A file in no dataset's folder. */
  static Outcome stray(Listing listing, Collection<Contract> contracts) {
    Optional<Trouble> obstacle = Obstacle.of(listing.kind());
    if (obstacle.isPresent()) {
      return Outcome.refused(obstacle.get(), listing, Optional.empty());
    }
    String folder = RawName.readable(listing.folder());
    Optional<String> inside =
        contracts.stream()
            .map(Contract::landing)
            .filter(l -> folder.startsWith(l + "/"))
            .findFirst();
    return Outcome.refused(
        Trouble.lasting(
            "K3110",
            "No contract delivers into "
                + (folder.isEmpty() ? "the landing folder itself" : CleanText.line(folder))
                + ", so the file was not read. "
                + inside
                    .map(l -> "Move it up into " + l + ".")
                    .orElse(
                        "Move it into the folder of its dataset (kaohe ls names them), or add a"
                            + " contract under schemas/.")),
        listing,
        Optional.empty());
  }
}
