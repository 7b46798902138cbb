package org.kaohe.landing;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.kaohe.config.Contract;
import org.kaohe.config.Reporting;
import org.kaohe.error.CleanText;
import org.kaohe.error.ErrorCode;

/** The landing folder: lists files cheaply, and identifies as deliveries those that are new. */
public final class Landing {
  private final Path root;
  private final FolderWalk walk;

  public Landing(Path root) {
    this(root, Files::newDirectoryStream);
  }

  Landing(Path root, FolderWalk.Opener opener) {
    this.root = root.toAbsolutePath();
    this.walk = new FolderWalk(this.root, opener);
  }

  /** All delivered files of the contracts, unread, ordered by path. */
  public List<Listing> list(Collection<Contract> contracts) {
    return contracts.stream()
        .flatMap(c -> walk.of(c).stream())
        .sorted(Comparator.comparing(Listing::address).thenComparing(Listing::dataset))
        .toList();
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
    for (Contract contract : contracts) {
      walk.folder(contract)
          .ifPresent(
              folder -> {
                folders.add(folder);
                FolderWalk.real(folder).ifPresent(folders::add);
              });
    }
    return walk.strays(folders).stream().sorted(Comparator.comparing(Listing::address)).toList();
  }

  /**
   * Reads the listed files and tells which are deliveries not yet taken in.
   *
   * @param known ids of deliveries taken in by the current release
   * @param today the day of the run; nothing is issued after it
   */
  public Arrivals identify(
      List<Listing> listed, Map<String, Contract> contracts, Set<String> known, LocalDate today) {
    Map<String, Identification> datasets = new HashMap<>();
    Map<String, Manifest> manifests = new HashMap<>();
    for (Listing l : listed) {
      if (!l.dataset().equals(Listing.NO_DATASET)) {
        datasets.computeIfAbsent(
            l.dataset(), d -> new Identification(contract(contracts, d), root, walk, today));
        manifests.computeIfAbsent(l.folder(), f -> Manifest.of(root, walk, RawName.path(root, f)));
      }
    }
    List<Identification.Outcome> outcomes =
        listed.parallelStream()
            .map(
                l -> {
                  Identification dataset = datasets.get(l.dataset());
                  return dataset == null
                      ? Identification.stray(l, contracts.values())
                      : dataset.of(
                          l, Objects.requireNonNull(manifests.get(l.folder()), "one a folder"));
                })
            .toList();
    Map<String, Delivery> fresh = new HashMap<>();
    List<Refusal> repeated = new ArrayList<>();
    List<Refusal> refused = new ArrayList<>();
    for (Identification.Outcome outcome : outcomes) {
      outcome.refusal().ifPresent(refused::add);
      outcome
          .delivery()
          .ifPresent(
              d -> {
                Delivery first = fresh.get(d.id());
                if (known.contains(d.id())) {
                  repeated.add(repeat(d, "the current release"));
                } else if (first != null) {
                  repeated.add(repeat(d, CleanText.line(first.file())));
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

  /** Where a listed file lies. */
  public Path path(Listing listing) {
    return RawName.path(root, listing.address());
  }

  /** Whether a listed file tells of the others in its folder, and is no delivery itself. */
  public static boolean isManifest(String file) {
    return Manifest.is(file);
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
      Header header =
          Header.match(contract, delivery.header(), (int) delivery.issued().toEpochDay());
      if (!header.absent().isEmpty() && !header.unknown().isEmpty()) {
        files
            .computeIfAbsent(
                "lacks %s and has %s, which %s does not know"
                    .formatted(
                        String.join(", ", header.absent()),
                        CleanText.line(String.join(", ", header.unknown())),
                        contract.file().getFileName()),
                k -> new ArrayList<>())
            .add(CleanText.line(delivery.file()));
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

  /** Why a delivery without a row reports nothing, not even that there is nothing (RULES R34). */
  public static Optional<String> unsaid(Delivery delivery, Contract contract) {
    Reporting reporting = contract.reporting();
    if (delivery.records() > 0) {
      return Optional.empty();
    }
    if (!reporting.headerOnly()) {
      return unsaid(
          delivery,
          "its contract does not say that such a file means nothing happened",
          "If it does, type nil: header-only into the property reporting of %s; else ask for the rows."
              .formatted(contract.file()));
    }
    if (delivery.period().isEmpty()) {
      return unsaid(
          delivery,
          "nothing says of which period",
          "Name it in the file name, or in the column period of manifest.csv.");
    }
    return reporting.each() && delivery.reporter().isEmpty()
        ? unsaid(
            delivery,
            "nothing says whose it is",
            "Name the unit in the file name, or in the column reporter of manifest.csv.")
        : Optional.empty();
  }

  private static Optional<String> unsaid(Delivery delivery, String why, String cure) {
    return Optional.of(
        ErrorCode.NO_NIL_REPORT.told(
            "%s has a header and no row, and %s, so it is no report%s. %s"
                .formatted(
                    CleanText.line(delivery.file()),
                    why,
                    delivery.period().map(p -> " of " + p.text()).orElse(""),
                    cure)));
  }
}
