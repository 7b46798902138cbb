package org.kaohe.silver;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.HashMap;
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
import org.kaohe.config.Column;
import org.kaohe.config.Contract;
import org.kaohe.config.Definitions;
import org.kaohe.config.Label;
import org.kaohe.config.Measures;
import org.kaohe.config.Period;
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
  private final Map<String, BronzeReader.Known> accepted = new HashMap<>();
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

  @Test
  void aTableThatIsIssuedAgainWithdrawsWhatItLacksWhicheverArrivesFirst() throws IOException {
    Contract table = TestContracts.replacing(TestContracts.contributions(), Optional.empty());
    String first = HEADER + row(A, "202501", "1.00") + row(B, "202501", "2.00");
    String second = HEADER + row(A, "202501", "1.50") + row(C, "202501", "3.00");
    put("contribution_202501_20250205.csv", first);
    put("contribution_202502_20250305.csv", HEADER + row(B, "202502", "4.00"));
    run(table);
    put("contribution_202501_20250301.csv", second);
    SilverResult later = run(table);
    assertThat(later.touched()).containsExactly("2025-01");
    assertThat(later.stage().counts()).containsEntry("withdrawn by a later issue", 1L);
    List<String> stands = List.of("2025-01|1.50", "2025-01|3.00", "2025-02|4.00");
    assertThat(rows("month, paid")).containsExactlyInAnyOrderElementsOf(stands);
    // An issue of between arrives last: it is withdrawn already, and counted so.
    put("contribution_202501_20250215.csv", HEADER + row(B, "202501", "2.20"));
    Outcome between = run(table).outcomes().get(0);
    assertThat(between)
        .extracting(Outcome::accepted, Outcome::deleted, Outcome::balanced)
        .containsExactly(0L, 1L, true);
    assertThat(rows("month, paid")).containsExactlyInAnyOrderElementsOf(stands);
    // What a third issue has again is there again.
    put("contribution_202501_20250401.csv", HEADER + row(B, "202501", "2.50"));
    run(table);
    assertThat(rows("month, paid")).containsExactlyInAnyOrder("2025-01|2.50", "2025-02|4.00");
  }

  @Test
  void anIssueWithoutARowWithdrawsItsPeriodAndOneThatIsRefusedNothing() throws IOException {
    Contract table = TestContracts.replacing(TestContracts.contributions(), Optional.empty());
    put("contribution_202501_20250205.csv", HEADER + row(A, "202501", "1.00"));
    put("contribution_202502_20250305.csv", HEADER + row(B, "202502", "4.00"));
    run(table);
    put("contribution_202501_20250301.csv", HEADER);
    run(table);
    assertThat(rows("month, paid")).containsExactly("2025-02|4.00");
    put("contribution_202501_20250220.csv", HEADER + row(C, "202501", "9.00"));
    run(table);
    assertThat(rows("month, paid")).containsExactly("2025-02|4.00");
    // Of a key whose new row waits in quarantine what was known stands.
    put("contribution_202502_20250405.csv", HEADER + row(B, "202502", "4,1"));
    assertThat(run(table).outcomes().get(0).quarantined()).isEqualTo(1);
    assertThat(rows("month, paid")).containsExactly("2025-02|4.00");
  }

  @Test
  void whereEachUnitReportsItReplacesItsOwnRowsOnly() throws IOException {
    Contract table =
        TestContracts.replacing(TestContracts.contributions(), Optional.of(Contract.EACH));
    put(
        "contribution_202501_20250205.csv",
        HEADER + row(A, "202501", "1.00") + row(B, "202501", "2.00"));
    put(
        "contribution_202501_20250206.csv",
        HEADER + row(C, "202501", "3.00").replace("520102", "520103"));
    run(table);
    assertThat(rows("county, paid"))
        .containsExactlyInAnyOrder("520102|1.00", "520102|2.00", "520103|3.00");
    put("contribution_202501_20250301.csv", HEADER + row(A, "202501", "1.10"));
    run(table);
    assertThat(rows("county, paid")).containsExactlyInAnyOrder("520102|1.10", "520103|3.00");
  }

  @Test
  void aBlankIsAValueOfAKeyWhereTheContractSaysSo() throws IOException {
    Column.Form blank = new Column.Form(100, false, false, true, Optional.empty(), true);
    Contract contract =
        TestContracts.withForm(
            TestContracts.contributions(), "op", blank, List.of("person", "month", "op"));
    String text =
        HEADER + row(A, "202501", "1.00") + row(A, "202501", "2.00").replace(",\n", ",i\n");
    put("contribution_202501_20250205.csv", text);
    run(contract);
    assertThat(rows("op, paid")).containsExactlyInAnyOrder("|1.00", "i|2.00");
    put("contribution_202501_20250301.csv", HEADER + row(A, "202501", "1.50"));
    run(contract);
    assertThat(rows("op, paid")).containsExactlyInAnyOrder("|1.50", "i|2.00");
  }

  @Test
  void aColumnMustBeThereFromItsDayOn() throws IOException {
    Column.Form since =
        new Column.Form(100, false, false, false, Optional.of(LocalDate.of(2025, 3, 1)), true);
    Contract contract =
        TestContracts.withForm(
            TestContracts.contributions(), "county", since, List.of("person", "month"));
    String without = "身份证号,费款所属期,实缴金额\n" + A + ",2025-01,1.00\n";
    put("contribution_202501_20250205.csv", without);
    assertThat(run(contract).outcomes().get(0).accepted()).isEqualTo(1);
    // This one is refused for its header.
    put("contribution_202501_20250301.csv", without);
    put("contribution_202501_20250302.csv", HEADER + A + ",,202502,1.00,,\n");
    put("contribution_202501_20250228.csv", HEADER + B + ",,202502,1.00,,\n");
    SilverResult result = run(contract);
    assertThat(result.outcomes()).extracting(Outcome::quarantined).containsExactly(0L, 1L);
  }

  @Test
  void aBlankMayMeanSomethingAndATextABlank() throws IOException {
    Contract zero = TestContracts.withMapping(TestContracts.contributions(), "paid", "", "0");
    put("contribution_202501_20250205.csv", HEADER + row(A, "202501", "") + row(B, "202501", "—"));
    run(zero);
    assertThat(rows("paid")).containsExactly("0.00", "0.00");
    Contract none = TestContracts.withMapping(TestContracts.contributions(), "op", "x", "");
    put("contribution_202502_20250305.csv", HEADER + row(C, "202502", "1").replace(",\n", ",x\n"));
    run(none);
    assertThat(rows("month, op is null")).contains("2025-02|true");
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
    return run(TestContracts.contributions(StandardCharsets.UTF_8, checks));
  }

  private SilverResult run(Contract contract) {
    Landing landing = new Landing(root.resolve("landing"));
    Arrivals arrivals =
        landing.identify(
            landing.list(List.of(contract)),
            Map.of(contract.id(), contract),
            taken,
            LocalDate.of(2026, 1, 6));
    List<Delivery> fresh =
        arrivals.fresh().stream().sorted(Comparator.comparing(Delivery::issued)).toList();
    Map<String, BronzeReader.Known> before = Map.copyOf(accepted);
    fresh.forEach(d -> taken.add(d.id()));
    fresh.forEach(
        d ->
            accepted.put(
                d.id(),
                new BronzeReader.Known(
                    d.header(),
                    (int) d.issued().toEpochDay(),
                    d.serial(),
                    d.period().map(Period::text),
                    d.records(),
                    Standing.RELEASED)));
    StageContext context = context(contract);
    BronzeStage.run(context, contract, fresh, KEY);
    SilverResult result =
        SilverStage.run(context, contract, fresh, Map.of(), before, KEY, smallBytes);
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
            org.kaohe.config.Glossary.load(),
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
