package org.kaohe.run;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.kaohe.config.Contract;
import org.kaohe.config.Nearest;
import org.kaohe.error.ErrorCode;
import org.kaohe.error.KaoheException;

/**
 * {@code --select}: names with {@code *} and {@code ?}, alone or with what they are before a colon:
 * {@code health_*}, {@code dataset:health_birth}, {@code department:grain}, {@code
 * indicator:HLT-001}, {@code scorecard:grain-risk-fund}. Several are separated by commas; nothing
 * selects everything.
 */
public final class Selection {
  /** Selects everything. */
  public static final Selection ALL = new Selection(List.of());

  private static final Set<String> KINDS =
      Set.of("dataset", "department", "indicator", "scorecard", "table");

  private final List<Term> terms;

  private record Term(String text, String kind, Pattern name) {
    boolean has(String otherKind, String otherName) {
      return (kind.isEmpty() || kind.equals(otherKind)) && name.matcher(otherName).matches();
    }
  }

  private Selection(List<Term> terms) {
    this.terms = terms;
  }

  /**
   * Reads the text of the option.
   *
   * @throws KaoheException K9003 for a kind that does not exist
   */
  public static Selection parse(String text) {
    List<Term> terms = new ArrayList<>();
    Arrays.stream(text.split(","))
        .map(String::strip)
        .filter(t -> !t.isEmpty())
        .forEach(t -> terms.add(term(t)));
    return new Selection(List.copyOf(terms));
  }

  private static Term term(String text) {
    int colon = text.indexOf(':');
    String kind = colon < 0 ? "" : text.substring(0, colon).toLowerCase(Locale.ROOT);
    if (colon >= 0 && !KINDS.contains(kind)) {
      throw new KaoheException(
          ErrorCode.SELECTION_KIND,
          "--select %s: there is no kind %s, so it would select nothing. Write one of %s before the colon, or a name alone."
              .formatted(text, kind, KINDS.stream().sorted().toList()));
    }
    return new Term(text, kind, glob(text.substring(colon + 1)));
  }

  private static Pattern glob(String text) {
    StringBuilder pattern = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '*' -> pattern.append(".*");
        case '?' -> pattern.append('.');
        default -> pattern.append(Pattern.quote(String.valueOf(c)));
      }
    }
    return Pattern.compile(pattern.toString(), Pattern.CASE_INSENSITIVE);
  }

  public boolean everything() {
    return terms.isEmpty();
  }

  /** Whether a thing of a kind is selected by its name. */
  public boolean has(String kind, String name) {
    return terms.isEmpty() || terms.stream().anyMatch(t -> t.has(kind, name));
  }

  /**
   * Makes sure that every name is one of a dataset or a department: a night that takes in nothing
   * because of a slip of the hand would end as if all were well.
   *
   * @throws KaoheException K9007 for one that is not, with those that are
   */
  public Selection ofDatasets(Collection<Contract> contracts) {
    Set<String> datasets = new TreeSet<>();
    Set<String> departments = new TreeSet<>();
    contracts.forEach(c -> datasets.add(c.id()));
    contracts.forEach(c -> departments.add(c.department()));
    for (Term term : terms) {
      if (datasets.stream().noneMatch(d -> term.has("dataset", d))
          && departments.stream().noneMatch(d -> term.has("department", d))) {
        List<String> known = new ArrayList<>(datasets);
        known.addAll(departments);
        String name = term.text().substring(term.text().indexOf(':') + 1);
        throw new KaoheException(
            ErrorCode.SELECTION_EMPTY,
            "--select %s matches no dataset and no department, so nothing would be taken in.%s Datasets are %s; departments are %s."
                .formatted(
                    term.text(),
                    Nearest.of(name, known).map(n -> " Did you mean " + n + "?").orElse(""),
                    String.join(", ", datasets),
                    String.join(", ", departments)));
      }
    }
    return this;
  }

  /** Whether a dataset is selected, by itself or by its department. */
  public boolean hasDataset(String dataset, String department) {
    return has("dataset", dataset) || has("department", department);
  }
}
