package org.kaohe.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.kaohe.run.Evenings.DATE;
import static org.kaohe.run.Evenings.HEADER;
import static org.kaohe.run.Evenings.row;
import static org.kaohe.run.Ledger.DeliveryState.ACCEPTED;
import static org.kaohe.run.Ledger.DeliveryState.FAILED;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kaohe.TestSpark;
import org.kaohe.config.Definitions;
import org.kaohe.delta.TableId;
import org.kaohe.delta.TableReader;
import org.kaohe.delta.WriteOptions;
import org.kaohe.run.NightResult.Outcome;
import org.kaohe.stage.Progress;

/** One dataset's failure never stops another, whatever it is. */
class NobodyElseTest {
  private static final String COUNTY = "county/report/report_2025-H2_20251221.csv";
  private static final String TOWN = "town/report/report_2025-H2_20251221.csv";

  @TempDir static Path first;
  @TempDir Path workspace;
  private Evenings evenings = new Evenings(Path.of(""));

  @BeforeAll
  static void firstNight() throws IOException {
    TestSpark.session();
    Workspaces.twoCounties(first);
    Workspaces.addDepartment(first, "town");
    Path contract = first.resolve("schemas/town/report.yaml");
    Files.writeString(
        contract,
        Files.readString(contract)
            .replace(
                "      - name: households_due",
                """
                      - name: reporter
                        businessName: 填报人手机
                        logicalType: string
                        classification: personal
                        customProperties: [{property: nameEn, value: Reporter}, {property: person, value: other}]
                      - name: households_due\
                """));
    assertThat(new Evenings(first).night().outcome()).isEqualTo(Outcome.RELEASED);
  }

  @BeforeEach
  void arrivals() {
    Workspaces.copy(first, workspace);
    evenings = new Evenings(workspace);
    evenings.clock();
    evenings.write("landing/" + COUNTY, HEADER + row("520901", "2025-H2", 600, 80));
    evenings.write("landing/" + TOWN, HEADER + row("520901", "2025-H2", 600, 300));
  }

  @Test
  void aWrongKeyKeepsOutOnlyWhatHasPersonalColumns() {
    NightResult night = night(evenings.definitions(), "another key of this test");
    assertThat(night.outcome()).isEqualTo(Outcome.RELEASED);
    assertThat(night.failures()).singleElement().asString().contains("K4006", TOWN);
    assertThat(evenings.fate(COUNTY)).containsExactly(ACCEPTED);
    assertThat(evenings.fate(TOWN)).containsExactly(FAILED);
    // The right one stays the right one.
    assertThat(night(evenings.definitions(), "another key of this test").failures()).hasSize(1);
    assertThat(night(evenings.definitions(), "a key of this test only").failures()).isEmpty();
    assertThat(evenings.fate(TOWN)).containsExactly(FAILED, ACCEPTED);
  }

  @Test
  void aTableThatCanNotBePutBackHoldsItsDataset() throws IOException {
    TableId bronze = TableId.bronze("county_report");
    List<Path> files =
        new TableReader(evenings.warehouse()).files(bronze, evenings.warehouse().version(bronze));
    evenings
        .warehouse()
        .overwrite(
            evenings.warehouse().read(TestSpark.session(), bronze).limit(1),
            bronze,
            new WriteOptions("killed", List.of()));
    for (Path file : files) {
      Files.delete(file);
    }
    long released = Objects.requireNonNull(evenings.released().tables().get(bronze));

    NightResult night = evenings.night();

    assertThat(night.outcome()).isEqualTo(Outcome.RELEASED);
    assertThat(night.failures())
        .singleElement()
        .asString()
        .contains("bronze/county_report could not be put back", COUNTY);
    assertThat(evenings.fate(TOWN)).containsExactly(ACCEPTED);
    assertThat(evenings.released().tables()).containsEntry(bronze, released);
  }

  @Test
  void aContractThatIsGoneWhenItsHashIsAskedForStopsNoOther() throws IOException {
    Definitions definitions = evenings.definitions();
    Path contract = evenings.path("schemas/county/report.yaml");
    String text = Files.readString(contract);
    Files.delete(contract);
    NightResult night = night(definitions, "a key of this test only");
    assertThat(night.outcome()).isEqualTo(Outcome.RELEASED);
    assertThat(evenings.fate(TOWN)).containsExactly(ACCEPTED);
    Files.writeString(contract, text);
    assertThat(evenings.night().failures()).isEmpty();
    assertThat(evenings.fate(COUNTY)).last().isEqualTo(ACCEPTED);
  }

  private NightResult night(Definitions definitions, String key) {
    return new Nightly(definitions, evenings.clock(), "test", Optional.of(key), Progress.none())
        .run(Optional.of(DATE), Selection.ALL)
        .get(0);
  }
}
