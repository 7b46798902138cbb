package org.kaohe.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kaohe.TestSpark;

/**
 * Spoilt deliveries by the hundred beside good ones. What failed is told with the options that
 * repeat it alone: {@code -Dkaohe.seed=S -Dkaohe.case=N}; {@code -Dkaohe.mutators=a,b} takes only
 * these ways of spoiling, {@code -Dkaohe.mutators=-a,-b} all but these.
 */
class FuzzedDeliveriesTest {
  private static final long SEED = Long.getLong("kaohe.seed", 7);

  /** Deliveries of one workspace, which has two nights with a change and one without. */
  static final int BATCH = 500;

  @TempDir Path root;

  private final List<String> found = new ArrayList<>();
  private int workspaces;

  @BeforeAll
  static void startSpark() {
    TestSpark.session();
  }

  @Test
  void everyWayOfSpoilingHasANameOfItsOwn() {
    assertThat(Mutator.ALL).extracting(Mutator::name).doesNotHaveDuplicates();
    assertThat(Mutator.ALL).hasSizeGreaterThanOrEqualTo(60);
  }

  @Test
  void ofThreeHundredSpoiltDeliveriesNoneHurtsAGoodOne() throws IOException {
    deliver(300);
  }

  @Test
  @Tag("slow")
  void ofThreeThousandSpoiltDeliveriesNoneHurtsAGoodOne() throws IOException {
    deliver(3000);
  }

  private void deliver(int count) throws IOException {
    List<Case> cases = chosen(count);
    // One batch that does not hold is enough to begin with.
    for (int from = 0; from < cases.size() && found.isEmpty(); from += BATCH) {
      search(cases.subList(from, Math.min(cases.size(), from + BATCH)));
    }
    assertThat(found).isEmpty();
  }

  private static List<Case> chosen(int count) {
    Integer one = Integer.getInteger("kaohe.case");
    if (one != null) {
      return List.of(Case.of(SEED, one));
    }
    String names = System.getProperty("kaohe.mutators", "");
    Set<String> only = Arrays.stream(names.split(",")).collect(Collectors.toSet());
    return IntStream.range(0, count)
        .mapToObj(n -> Case.of(SEED, n))
        .filter(c -> names.isEmpty() || names.startsWith("-") || only.contains(c.mutator().name()))
        .filter(c -> !only.contains("-" + c.mutator().name()))
        .toList();
  }

  private void report(String culprit) {
    found.add(culprit);
    // At once: a night that hangs may keep the end of the test from coming.
    System.out.println(culprit);
  }

  /**
   * Runs the cases together. What does not hold and names its case needs no search; for the rest
   * the failing half is halved, at the price of one workspace a step.
   */
  private void search(List<Case> cases) throws IOException {
    List<String> complaints = nights(cases);
    if (complaints.isEmpty()) {
      return;
    }
    report(
        "%s to %s:%n=> %s"
            .formatted(
                cases.get(0), cases.get(cases.size() - 1), String.join("\n=> ", complaints)));
    if (complaints.stream().allMatch(c -> c.contains("-Dkaohe.case="))) {
      return;
    }
    List<Case> suspects = cases;
    while (suspects.size() > 1) {
      List<Case> half = suspects.subList(0, suspects.size() / 2);
      suspects = nights(half).isEmpty() ? suspects.subList(half.size(), suspects.size()) : half;
    }
    List<String> alone = nights(suspects);
    report(
        alone.isEmpty()
            ? "Only together with others, such as " + suspects.get(0).described()
            : suspects.get(0).described() + "\n=> " + String.join("\n=> ", alone));
  }

  private List<String> nights(List<Case> cases) throws IOException {
    Path workspace = Files.createDirectories(root.resolve("w" + workspaces++));
    DirtyNight night = new DirtyNight(workspace);
    DirtyWorkspace.deliverFirst(workspace);
    cases.subList(0, cases.size() / 2).forEach(night::place);
    List<DirtyWorkspace.Expected> cells = new ArrayList<>(DirtyWorkspace.CELLS_OF_FIRST);
    if (night.run(cells)) {
      DirtyWorkspace.deliverSecond(workspace);
      cases.subList(cases.size() / 2, cases.size()).forEach(night::place);
      cells.addAll(DirtyWorkspace.CELLS_OF_SECOND);
      if (night.run(cells)) {
        night.again(night.refusedSome());
      }
    }
    return night.complaints();
  }
}
