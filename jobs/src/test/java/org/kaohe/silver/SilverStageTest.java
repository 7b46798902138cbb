package org.kaohe.silver;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;
import org.kaohe.TestContracts;
import org.kaohe.TestSpark;
import org.kaohe.bronze.BronzeStage;
import org.kaohe.config.Contract;
import org.kaohe.config.Definitions;
import org.kaohe.config.Label;
import org.kaohe.config.Measures;
import org.kaohe.config.Project;
import org.kaohe.delta.TableId;
import org.kaohe.delta.Warehouse;
import org.kaohe.landing.Arrivals;
import org.kaohe.landing.Delivery;
import org.kaohe.landing.Landing;
import org.kaohe.silver.SilverResult.Outcome;
import org.kaohe.stage.Progress;
import org.kaohe.stage.StageContext;

@ParameterizedClass(name = "tables below {0} bytes are small")
@ValueSource(longs = {0, 1 << 20})
class SilverStageTest {
  @Parameter long smallBytes;

  private static final String HEADER = "身份证号,统筹区,费款所属期,实缴金额,到账日期,操作标志\n";
  private static final String A = "11010519491231002X";
  private static final String B = "52000019900101001X";
  private static final String C = "530500202103151239";
  private static final byte[] KEY = "k".getBytes(StandardCharsets.UTF_8);

  @TempDir Path root;
  private final Set<String> taken = new HashSet<>();
  private int night;

  @Test
  void everyDefectHasItsReasonAndEveryRowIsCountedOnce() throws IOException {
    put(
        "contribution_202501_20250205.csv",
        HEADER
            + A
            + ",520102,202501,\"1,234.50\",2025-01-09,\n"
            + A
            + ",５２０１０２,202502,１２．３０,2025年2月9日,\n"
            + B
            + ",520102,202513,1.00,2025-01-09,\n"
            + B
            + ",520102,202501,1.239,2025-01-09,\n"
            + B
            + ",520102,202502,abc,2025-02-30,\n"
            + B
            + ",5201,202503,-1,2025-03-05T99,\n"
            + "110105194912310021,520102,202501,1,,\n"
            + C
            + ",520102\n"
            + ",520102,202501,暂无,—,\n"
            + "合计,合 计,202501,99,,\n"
            + C
            + ",520102,202501,0.090000,20250109,\n");
    SilverResult result = run();
    assertThat(reasons())
        .containsEntry(4L, List.of("type:month"))
        .containsEntry(5L, List.of("decimals:paid"))
        .containsEntry(6L, List.of("type:paid", "type:paid_on"))
        .containsEntry(7L, List.of("pattern:county", "type:paid_on", "rule:paid_not_negative"))
        .containsEntry(8L, List.of("identifier:person"))
        .containsEntry(10L, List.of("required:person"));
    assertThat(reasons().get(9L)).contains("ragged:record", "required:month");
    Outcome outcome = result.outcomes().get(0);
    assertThat(outcome)
        .extracting(Outcome::delivered, Outcome::accepted, Outcome::control, Outcome::quarantined)
        .containsExactly(11L, 3L, 1L, 7L);
    assertThat(outcome.balanced()).isTrue();
    assertThat(rows("month, paid, paid_on"))
        .containsExactlyInAnyOrder(
            "2025-01|1234.50|2025-01-09", "2025-02|12.30|2025-02-09", "2025-01|0.09|2025-01-09");
  }

  @Test
  void theLaterIssueWinsWhicheverArrivesFirstAndTheSameNightGivesTheSameTable() throws IOException {
    put("contribution_202501_20250301.csv", HEADER + row(A, "202501", "20.00"));
    run();
    put(
        "contribution_202501_20250205.csv",
        HEADER + row(A, "202501", "10.00") + row(B, "202501", "5.00"));
    SilverResult late = run();
    assertThat(rows("month, paid")).containsExactlyInAnyOrder("2025-01|20.00", "2025-01|5.00");
    assertThat(late.outcomes().get(0).superseded()).isEqualTo(1);
    assertThat(late.outcomes().get(0).balanced()).isTrue();
  }

  @Test
  void aCorrectionTouchesTheMonthsItChangesAndNoOther() throws IOException {
    put(
        "contribution_202501_20250205.csv",
        HEADER + row(A, "202501", "1.00") + row(A, "202502", "2.00") + row(A, "202503", "3.00"));
    assertThat(run().touched()).containsExactly("2025-01", "2025-02", "2025-03");
    put("contribution_202502_20250405.csv", HEADER + row(A, "202502", "2.50"));
    assertThat(run().touched()).containsExactly("2025-02");
    assertThat(rows("month, paid"))
        .containsExactlyInAnyOrder("2025-01|1.00", "2025-02|2.50", "2025-03|3.00");
  }

  @Test
  void duplicatesInsideADeliveryAreCountedAndTheLastLineStays() throws IOException {
    put(
        "contribution_202501_20250205.csv",
        HEADER + row(A, "202501", "1.00") + row(A, "202501", "1.50") + row(B, "202501", "9.00"));
    Outcome outcome = run().outcomes().get(0);
    assertThat(outcome.superseded()).isEqualTo(1);
    assertThat(outcome.accepted()).isEqualTo(2);
    assertThat(outcome.balanced()).isTrue();
    assertThat(rows("month, paid")).containsExactlyInAnyOrder("2025-01|1.50", "2025-01|9.00");
  }

  @Test
  void aWithdrawnRowStaysWithdrawnWhenAnOlderVersionArrivesAfterIt() throws IOException {
    put("contribution_202501_20250301.csv", HEADER + A + ",520102,202501,1.00,2025-01-09,d\n");
    assertThat(run().outcomes().get(0).deleted()).isEqualTo(1);
    put("contribution_202501_20250205.csv", HEADER + row(A, "202501", "1.00"));
    assertThat(run().outcomes().get(0).balanced()).isTrue();
    assertThat(rows("month, paid")).isEmpty();
  }

  @Test
  void aDeliveryThatFailsItsErrorCheckLeavesSilverAsItWas() throws IOException {
    put("contribution_202501_20250205.csv", HEADER + row(A, "202501", "1.00"));
    run();
    put("contribution_202501_20250301.csv", HEADER + row(A, "202501", "oops"));
    SilverResult result =
        run(
            List.of(
                new Contract.DatasetCheck(
                    "mostly_good", Contract.Metric.ACCEPTED_PERCENT, 90, Contract.Severity.ERROR)));
    assertThat(result.refusedSome()).isTrue();
    assertThat(result.touched()).isEmpty();
    assertThat(rows("month, paid")).containsExactly("2025-01|1.00");
  }

  @Test
  void noPersonalCellReachesAnyTable() throws IOException {
    put(
        "contribution_202501_20250205.csv",
        HEADER + row(A, "202501", "1.00") + row(A, "2025", "bad") + A + "," + A + "\n");
    run();
    for (TableId table :
        List.of(
            TableId.bronze("social_contribution"),
            TableId.silver("social_contribution"),
            TableId.ops("quarantine"))) {
      List<Row> rows = warehouse().read(TestSpark.session(), table).collectAsList();
      assertThat(rows).isNotEmpty();
      assertThat(rows.toString()).doesNotContain("19491231");
    }
  }

  private static String row(String person, String month, String paid) {
    return person + ",520102," + month + "," + paid + ",2025-01-09,\n";
  }

  private void put(String name, String text) throws IOException {
    Path folder = Files.createDirectories(root.resolve("landing/social/contribution"));
    Files.writeString(folder.resolve(name), text);
  }

  private SilverResult run() {
    return run(List.of());
  }

  private SilverResult run(List<Contract.DatasetCheck> checks) {
    Contract contract = TestContracts.contributions(StandardCharsets.UTF_8, checks);
    Landing landing = new Landing(root.resolve("landing"));
    Arrivals arrivals =
        landing.identify(
            landing.list(List.of(contract)),
            Map.of(contract.id(), contract),
            taken,
            LocalDate.of(2026, 1, 6));
    List<Delivery> fresh = arrivals.fresh();
    fresh.forEach(d -> taken.add(d.id()));
    StageContext context = context(contract);
    BronzeStage.run(context, contract, fresh, KEY);
    SilverResult result = SilverStage.run(context, contract, fresh, Map.of(), KEY, smallBytes);
    Quarantine.publish(context, List.of(result.aside()), List.of());
    return result;
  }

  private Warehouse warehouse() {
    return new Warehouse(root.resolve("warehouse"));
  }

  private StageContext context(Contract contract) {
    Project project =
        new Project(
            "test",
            Label.of("test"),
            root,
            ZoneId.of("Asia/Shanghai"),
            root.resolve("landing"),
            root.resolve("warehouse"),
            root.resolve("site"),
            Optional.empty(),
            false,
            List.of());
    Definitions definitions =
        new Definitions(
            project,
            Map.of(),
            Map.of(contract.id(), contract),
            Map.of(),
            Map.of(),
            List.of(),
            List.of(),
            List.of(),
            Map.of(),
            Map.of(),
            new Measures(Map.of()),
            "hash");
    return new StageContext(
        TestSpark.session(),
        warehouse(),
        definitions,
        "run" + night++,
        LocalDate.of(2025, 6, 30),
        Instant.EPOCH,
        Progress.none());
  }

  private List<String> rows(String columns) {
    return warehouse()
        .read(TestSpark.session(), TableId.silver("social_contribution"))
        .filter("not _deleted")
        .selectExpr("concat_ws('|', " + columns + ")")
        .collectAsList()
        .stream()
        .map(r -> r.getString(0))
        .toList();
  }

  private Map<Long, List<String>> reasons() {
    return warehouse()
        .read(TestSpark.session(), TableId.ops("quarantine"))
        .select("line", "reasons")
        .collectAsList()
        .stream()
        .collect(Collectors.toMap(r -> r.getLong(0), r -> r.getList(1)));
  }
}
