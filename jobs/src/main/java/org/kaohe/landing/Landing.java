package org.kaohe.landing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.stream.Stream;
import org.kaohe.config.Contract;
import org.kaohe.config.Period;

/** The landing folder: lists files cheaply, and identifies as deliveries those that are new. */
public final class Landing {
  /** A file in a dataset's folder that tells period and issue date of the files beside it. */
  static final String MANIFEST = "manifest.csv";

  private final Path root;

  public Landing(Path root) {
    this.root = root;
  }

  /** All delivered files of the contracts, unread, ordered by path. */
  public List<Listing> list(Collection<Contract> contracts) {
    List<Listing> found = new ArrayList<>();
    for (Contract contract : contracts) {
      Path folder = root.resolve(contract.landing());
      if (!Files.isDirectory(folder)) {
        continue;
      }
      try (Stream<Path> files = Files.list(folder)) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          String name = file.getFileName().toString();
          if (ignored(name)) {
            continue;
          }
          found.add(
              new Listing(
                  contract.id(),
                  root.relativize(file).toString().replace('\\', '/'),
                  Files.size(file),
                  Files.getLastModifiedTime(file).to(TimeUnit.NANOSECONDS)));
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    found.sort(Comparator.comparing(Listing::file).thenComparing(Listing::dataset));
    return List.copyOf(found);
  }

  /**
   * Files that lie where no contract looks: beside the folders of the datasets or in a folder
   * inside one. They belong to no dataset, and {@link #identify} refuses them, so that nobody waits
   * for numbers from a file that was never read.
   *
   * @param contracts all contracts, whatever a night selects
   */
  public List<Listing> strays(Collection<Contract> contracts) {
    Set<Path> folders = new HashSet<>();
    contracts.forEach(c -> folders.add(root.resolve(c.landing()).normalize()));
    List<Listing> found = new ArrayList<>();
    if (!Files.isDirectory(root)) {
      return found;
    }
    try {
      Files.walkFileTree(
          root,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
              return folder.equals(root) || !ignored(name(folder))
                  ? FileVisitResult.CONTINUE
                  : FileVisitResult.SKIP_SUBTREE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
              if (attributes.isRegularFile()
                  && !ignored(name(file))
                  && !folders.contains(file.resolveSibling("").normalize())) {
                found.add(
                    new Listing(
                        Listing.NO_DATASET,
                        root.relativize(file).toString().replace('\\', '/'),
                        attributes.size(),
                        attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS)));
              }
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) {
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    found.sort(Comparator.comparing(Listing::file));
    return found;
  }

  private static String name(Path file) {
    return file.getFileName().toString();
  }

  private static Refusal stray(Listing listing, Map<String, Contract> contracts) {
    int slash = listing.file().lastIndexOf('/');
    String folder = slash < 0 ? "" : listing.file().substring(0, slash);
    Optional<String> inside =
        contracts.values().stream()
            .map(Contract::landing)
            .filter(l -> folder.startsWith(l + "/"))
            .findFirst();
    return new Refusal(
        Listing.NO_DATASET,
        listing.file(),
        "K3110",
        "No contract delivers into "
            + (folder.isEmpty() ? "the landing folder itself" : folder)
            + ", so the file was not read. "
            + inside
                .map(l -> "Move it up into " + l + ".")
                .orElse(
                    "Move it into the folder of its dataset (kaohe ls names them), or add a"
                        + " contract under schemas/."));
  }

  private static boolean ignored(String name) {
    return name.startsWith(".")
        || name.startsWith("~$")
        || name.endsWith(".tmp")
        || name.endsWith(".part");
  }

  /**
   * Reads the listed files and tells which are deliveries not yet taken in.
   *
   * @param known ids of deliveries taken in by the current release
   */
  public Arrivals identify(
      List<Listing> listed, Map<String, Contract> contracts, Set<String> known) {
    return identify(listed, contracts, known, LocalDate.MAX);
  }

  /**
   * Reads the listed files and tells which are deliveries not yet taken in.
   *
   * @param known ids of deliveries taken in by the current release
   * @param today nothing can have been issued later
   */
  public Arrivals identify(
      List<Listing> listed, Map<String, Contract> contracts, Set<String> known, LocalDate today) {
    List<Outcome> outcomes =
        listed.parallelStream()
            .filter(l -> !isManifest(l.file()))
            .filter(l -> !l.dataset().equals(Listing.NO_DATASET))
            .map(l -> identify(l, contract(contracts, l.dataset())))
            .toList();
    Map<String, Delivery> fresh = new HashMap<>();
    List<Refusal> repeated = new ArrayList<>();
    List<Refusal> refused = new ArrayList<>();
    listed.stream()
        .filter(l -> l.dataset().equals(Listing.NO_DATASET))
        .forEach(l -> refused.add(stray(l, contracts)));
    for (Outcome outcome : outcomes) {
      outcome.refusal().ifPresent(refused::add);
      outcome
          .delivery()
          .ifPresent(
              d -> {
                Delivery first = fresh.get(d.id());
                if (known.contains(d.id())) {
                  repeated.add(repeat(d, "the current release"));
                } else if (first != null) {
                  repeated.add(repeat(d, first.file()));
                } else {
                  fresh.put(d.id(), d);
                }
              });
    }
    return new Arrivals(
        fresh.values().stream()
            .sorted(Comparator.comparing(Delivery::dataset).thenComparing(Delivery::file))
            .toList(),
        repeated,
        refused);
  }

  private static Contract contract(Map<String, Contract> contracts, String dataset) {
    Contract contract = contracts.get(dataset);
    if (contract == null) {
      throw new IllegalArgumentException("No contract " + dataset);
    }
    return contract;
  }

  private static Refusal repeat(Delivery d, String where) {
    return new Refusal(
        d.dataset(),
        d.file(),
        "K3001",
        "The same content, period and issue date are already in "
            + where
            + "; the file was skipped. A deliberate resend needs a new issue date.");
  }

  private record Outcome(Optional<Delivery> delivery, Optional<Refusal> refusal) {}

  private Outcome identify(Listing listing, Contract contract) {
    Optional<Period> period = Optional.empty();
    try {
      Path path = root.resolve(listing.file());
      String name = path.getFileName().toString();
      Matcher named = contract.fileName().matcher(name);
      Map<String, String> manifest = manifestRow(path);
      if (!named.matches() && manifest.isEmpty()) {
        return refuse(
            listing,
            "K3101",
            "The file name does not fit "
                + contract.fileName()
                + " and no manifest.csv names it,"
                + " so its period and issue date are unknown. Rename it or add a manifest row.");
      }
      Optional<String> periodText = told("period", manifest, named, contract);
      period = periodText.flatMap(Period::parse);
      if (periodText.isPresent() && period.isEmpty()) {
        return refuse(
            listing,
            "K3102",
            "The declared period is not one of 2025-03, 2025-Q1, 2025-H1, 2025. Mend the file name"
                + " or the manifest.");
      }
      if (period.isEmpty() && contract.at().equals(Contract.DELIVERED_PERIOD)) {
        return refuse(
            listing,
            "K3102",
            "Rows of this dataset are placed by the delivery's period, and none is declared. Name it"
                + " in the file name or in a manifest.csv.");
      }
      Optional<LocalDate> issued =
          told("issued", manifest, named, contract).flatMap(Landing::issueDate);
      if (issued.isEmpty()) {
        return refuse(
            listing,
            period,
            "K3103",
            "There is no issue date, and without one nobody can say which of two deliveries is the"
                + " later. Put yyyyMMdd into the file name or add a manifest.csv with file, period,"
                + " issued.");
      }
      Optional<String> serialText = told("serial", manifest, named, contract);
      Optional<Long> serial = serialText.isEmpty() ? Optional.of(0L) : serial(serialText.get());
      if (serial.isEmpty()) {
        return refuse(
            listing,
            period,
            "K3131",
            "The serial is not a whole number of at most 18 digits, so nobody can say which of two"
                + " deliveries of a day is the later. Write 1, 2, 3 into the file name or the"
                + " manifest's column serial.");
      }
      return read(listing, contract, path, period, issued.get(), serial.get(), manifest);
    } catch (CharacterCodingException e) {
      return refuse(
          listing,
          period,
          "K3104",
          "The bytes are not "
              + contract.charset()
              + ", as the contract declares, so names and"
              + " numbers would be damaged silently. Have it exported again, or declare the true"
              + " charset in the contract.");
    } catch (IOException e) {
      return refuse(
          listing,
          period,
          "K3105",
          "The file could not be read whole ("
              + e.getMessage()
              + "). It is tried again next time.");
    }
  }

  private Outcome read(
      Listing listing,
      Contract contract,
      Path path,
      Optional<Period> period,
      LocalDate issued,
      long serial,
      Map<String, String> manifest)
      throws IOException {
    Scan scan = Scan.of(path, contract.charset());
    if (scan.header().isEmpty()) {
      return refuse(
          listing,
          period,
          "K3106",
          "The file is empty, without even a header, which is not a nil report. Ask for a file with"
              + " its header line.");
    }
    Header header = Header.match(contract, scan.header());
    if (!header.missing().isEmpty() || !header.twice().isEmpty()) {
      return refuse(
          listing,
          period,
          "K3107",
          (header.missing().isEmpty()
                  ? ""
                  : "The header lacks " + String.join(", ", header.missing()) + ". ")
              + (header.twice().isEmpty()
                  ? ""
                  : "Two headers claim " + String.join(", ", header.twice()) + ". ")
              + "Columns are matched by name; add the delivered text as a synonym in "
              + contract.file().getFileName()
              + " or ask for the right file.");
    }
    String told = manifest.getOrDefault("sha256", "");
    if (!told.isEmpty() && !told.equalsIgnoreCase(scan.sha256())) {
      return refuse(
          listing,
          period,
          "K3108",
          "The content differs from the manifest's sha256. Ask for it again.");
    }
    String rows = manifest.getOrDefault("rows", "");
    if (!rows.isEmpty() && !rows.equals(Long.toString(scan.records()))) {
      return refuse(
          listing,
          period,
          "K3109",
          "The manifest promises %s rows and the file has %d. Ask for it again."
              .formatted(rows, scan.records()));
    }
    return new Outcome(
        Optional.of(
            new Delivery(
                deliveryId(contract.id(), period, issued, serial, scan.sha256()),
                contract.id(),
                listing.file(),
                path,
                scan.sha256(),
                period,
                issued,
                serial,
                scan.bytes(),
                scan.records(),
                scan.header(),
                scan.slices())),
        Optional.empty());
  }

  static String deliveryId(
      String dataset, Optional<Period> period, LocalDate issued, long serial, String sha256) {
    MessageDigest digest = Scan.sha256Digest();
    String rest =
        dataset
            + "\n"
            + period.map(Period::text).orElse("")
            + "\n"
            + issued
            + (serial == 0 ? "" : "\n" + serial);
    byte[] hash = digest.digest(rest.getBytes(StandardCharsets.UTF_8));
    return sha256.substring(0, 16) + HexFormat.of().formatHex(hash, 0, 2);
  }

  private static Outcome refuse(Listing listing, String code, String detail) {
    return refuse(listing, Optional.empty(), code, detail);
  }

  private static Outcome refuse(
      Listing listing, Optional<Period> period, String code, String detail) {
    return new Outcome(
        Optional.empty(),
        Optional.of(
            new Refusal(
                listing.dataset(), listing.file(), code, detail, period, code.equals("K3105"))));
  }

  /** Whether a listed file tells of the others in its folder, and is no delivery itself. */
  public static boolean isManifest(String file) {
    return file.endsWith("/" + MANIFEST) || file.equals(MANIFEST);
  }

  private static Optional<String> told(
      String what, Map<String, String> manifest, Matcher named, Contract contract) {
    String listed = manifest.getOrDefault(what, "");
    if (!listed.isEmpty()) {
      return Optional.of(listed);
    }
    if (named.matches() && contract.fileName().pattern().contains("(?<" + what + ">")) {
      return Optional.ofNullable(named.group(what));
    }
    return Optional.empty();
  }

  private static Optional<Long> serial(String text) {
    return text.matches("[0-9]{1,18}") ? Optional.of(Long.parseLong(text)) : Optional.empty();
  }

  private static Optional<LocalDate> issueDate(String text) {
    try {
      return Optional.of(
          text.contains("-")
              ? LocalDate.parse(text)
              : LocalDate.parse(text, DateTimeFormatter.BASIC_ISO_DATE));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /** The manifest's row for a file by column name; empty when there is none. */
  private static Map<String, String> manifestRow(Path file) throws IOException {
    Path manifest = file.resolveSibling(MANIFEST);
    if (!Files.isRegularFile(manifest)) {
      return Map.of();
    }
    List<List<String>> records = RecordCursor.all(text(manifest).replace("\uFEFF", ""));
    String name = file.getFileName().toString();
    for (List<String> record : records.subList(Math.min(1, records.size()), records.size())) {
      Map<String, String> row = new HashMap<>();
      List<String> header = records.get(0);
      for (int i = 0; i < Math.min(header.size(), record.size()); i++) {
        row.put(header.get(i).strip(), record.get(i).strip());
      }
      if (name.equals(row.get("file"))) {
        return row;
      }
    }
    return Map.of();
  }

  /** Departments write manifests with the program they have: in UTF-8 or in GB18030. */
  private static String text(Path manifest) throws IOException {
    byte[] bytes = Files.readAllBytes(manifest);
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      return new String(bytes, Charset.forName("GB18030"));
    }
  }

  /**
   * Deliveries whose header lacks a column that may be absent and has one that nobody knows, which
   * looks like a renamed column: all its values would be missing without a word. One sentence for
   * each dataset and pair of names.
   */
  public static List<String> renamed(
      Collection<Delivery> deliveries, Map<String, Contract> contracts) {
    Map<String, List<String>> files = new TreeMap<>();
    for (Delivery delivery : deliveries) {
      Contract contract = contract(contracts, delivery.dataset());
      Header header = Header.match(contract, delivery.header());
      if (!header.absent().isEmpty() && !header.unknown().isEmpty()) {
        files
            .computeIfAbsent(
                "lacks %s and has %s, which %s does not know"
                    .formatted(
                        String.join(", ", header.absent()),
                        String.join(", ", header.unknown()),
                        contract.file().getFileName()),
                k -> new ArrayList<>())
            .add(delivery.file());
      }
    }
    List<String> sentences = new ArrayList<>();
    files.forEach(
        (what, named) ->
            sentences.add(
                "K3002: the header of "
                    + named.get(0)
                    + (named.size() > 1 ? " and %d more".formatted(named.size() - 1) : "")
                    + " "
                    + what
                    + ". If it was renamed, its values are missing: add the new name to the synonyms."));
    return sentences;
  }
}
