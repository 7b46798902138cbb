package org.kaohe.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kaohe.TestSpark;
import org.kaohe.cli.Shell;
import org.kaohe.delta.Pointer;
import org.kaohe.delta.Warehouse;
import org.kaohe.run.Contents;

/**
 * Reading again what bronze keeps gives what arriving gave: an edit of a contract that changes
 * nothing changes no row of silver, quarantine and gold, and a warehouse built from nothing holds
 * the same. {@code -Dkaohe.seed=N} repeats a run.
 */
@Tag("slow")
class ReplayPropertiesTest {
  private static final long SEED = Long.getLong("kaohe.seed", 3);
  private static final int FILES = 12;
  private static final int ROWS = 60;

  /** Put around or into a cell's text. */
  private static final List<String> INVISIBLE =
      List.of(
          "\uFEFF", "\u00A0", "\u3000", "\u200B", "\u2060", "\u00AD", " ", "\t", "\u2003",
          "\u202F");

  /** Whole cells. */
  private static final List<String> WORDS =
      List.of(
          "暂无",
          "无",
          "不详",
          "N/A",
          "—",
          "",
          " ",
          "\u3000",
          "\u00A0",
          "\uFEFF",
          "\u200B",
          "合计",
          "合　计",
          "1582-10-10",
          "1582-10-04",
          "0001-01-01",
          "0000-01-01",
          "9999-12-31",
          "-0001-01-01",
          "1900-02-29",
          "１９８０-０１-０１",
          "19800101",
          "2024-H1",
          "２０２４-H1",
          "2024年上半年",
          "-0",
          "+5",
          "1,234.50",
          "１２．５",
          "1e3",
          "0.000",
          "００１",
          "D",
          "ｄ",
          "小麦",
          "小 麦",
          "\"",
          "a\"b",
          "=1+1",
          "'",
          "\\",
          "ﬁ",
          "①",
          "Ⅹ",
          "é",
          "e\u0301",
          "\uD83D\uDE00",
          "好\u2028好",
          "a\u0085b",
          "\u001B[m",
          "\u0000",
          "********",
          "px_0123",
          "id_0123456789abcdef01234567",
          "idx_",
          "nm_",
          "?",
          "null",
          "NULL");

  @TempDir Path root;

  @BeforeAll
  static void startSpark() {
    TestSpark.session();
  }

  @Test
  void anEditThatChangesNothingChangesNothing() {
    Path edited = DirtyWorkspace.definitions(root.resolve("edited"));
    DirtyWorkspace.deliverFirst(edited);
    deliver(edited.resolve("landing"));
    night(edited);
    Map<String, List<String>> arrived = contents(edited);

    everyContract(edited, c -> c + "# A remark.\n");
    night(edited);
    assertSame("after a remark", contents(edited), arrived);

    everyContract(edited, ReplayPropertiesTest::described);
    night(edited);
    assertSame("after a description and synonyms", contents(edited), arrived);

    Path cold = DirtyWorkspace.definitions(root.resolve("cold"));
    DirtyWorkspace.deliverFirst(cold);
    deliver(cold.resolve("landing"));
    everyContract(cold, c -> described(c + "# A remark.\n"));
    night(cold);
    assertSame("built from nothing", contents(cold), contents(edited));
  }

  private static String described(String contract) {
    return contract
        .replace("purpose: For tests with dirty deliveries", "purpose: Said in other words")
        .replace("version: 1.0.0", "version: 1.0.1")
        .replace("{property: nameEn, value: Division}", "{property: nameEn, value: The division}")
        .replace("status: active\n", "status: active\ntags: [checked]\n");
  }

  /** Rows of all datasets with something odd in one to three cells. */
  private static void deliver(Path landing) {
    Random random = new Random(SEED);
    for (int file = 0; file < FILES; file++) {
      Template template = Template.ALL.get(file % Template.ALL.size());
      List<String> header = new ArrayList<>(template.header());
      if (file >= FILES / 2) {
        header.replaceAll(h -> odd(h, random));
        header.add("新增");
      }
      List<List<String>> rows = new ArrayList<>(List.of(header));
      while (rows.size() <= ROWS) {
        for (List<String> row : template.rows(random).subList(1, 4)) {
          List<String> cells = new ArrayList<>(row);
          for (int i = 0; i <= random.nextInt(3); i++) {
            int at = random.nextInt(cells.size());
            cells.set(
                at,
                random.nextInt(3) == 0
                    ? WORDS.get(random.nextInt(WORDS.size()))
                    : odd(cells.get(at), random));
          }
          if (file >= FILES / 2 && random.nextInt(4) > 0) {
            cells.add(random.nextBoolean() ? "" : "丁");
          }
          rows.add(cells);
        }
      }
      Draft draft = new Draft(template, random, file);
      draft.rows().clear();
      draft.rows().addAll(rows);
      try {
        Path folder = Files.createDirectories(landing.resolve(template.folder()));
        Files.write(folder.resolve(draft.name()), draft.bytes());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static String odd(String text, Random random) {
    String some = INVISIBLE.get(random.nextInt(INVISIBLE.size()));
    int at = random.nextInt(text.length() + 1);
    return switch (random.nextInt(5)) {
      case 0 -> some + text;
      case 1 -> text + some;
      case 2 -> text.substring(0, at) + some + text.substring(at);
      case 3 -> Planted.fullWidth(text);
      default -> text;
    };
  }

  private static void everyContract(Path workspace, UnaryOperator<String> change) {
    for (String contract :
        List.of("county/report", "grain/stock", "social/person", "social/payment")) {
      Path file = workspace.resolve("schemas").resolve(contract + ".yaml");
      try {
        Files.writeString(file, change.apply(Files.readString(file)));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static void night(Path workspace) {
    Shell.Said said =
        new Shell(workspace).with("KAOHE_KEY", "a key of this test only").run("nightly");
    assertThat(said.out() + said.err()).contains("Released ");
  }

  private static Map<String, List<String>> contents(Path workspace) {
    Warehouse warehouse = new Warehouse(workspace.resolve("warehouse"));
    Map<String, List<String>> contents =
        new TreeMap<>(
            Contents.of(warehouse, new Pointer(warehouse).currentRelease().orElseThrow()));
    // What the definitions say is no result.
    contents.keySet().removeIf(t -> t.startsWith("gold/dim_") || t.startsWith("ops/release"));
    return contents;
  }

  private static void assertSame(
      String when, Map<String, List<String>> found, Map<String, List<String>> expected) {
    assertThat(found.keySet()).as(when).isEqualTo(expected.keySet());
    List<String> differences = new ArrayList<>();
    expected.forEach(
        (table, rows) -> {
          List<String> now = found.getOrDefault(table, List.of());
          List<String> gone = new ArrayList<>(rows);
          now.forEach(gone::remove);
          List<String> come = new ArrayList<>(now);
          rows.forEach(come::remove);
          gone.stream().limit(8).forEach(r -> differences.add(table + " lost " + r));
          come.stream().limit(8).forEach(r -> differences.add(table + " got  " + r));
        });
    assertThat(differences).as(when + ", -Dkaohe.seed=" + SEED).isEmpty();
  }
}
