package org.kaohe.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.kaohe.TestContracts;

/** Which columns set their rows aside, and which names and units of measure a workspace adds. */
class ColumnUseTest {
  private final Definitions definitions =
      DefinitionLoader.load(Path.of("src/test/golden/rejected-row")).definitions().orElseThrow();

  @Test
  void aColumnIsCriticalWhereSomethingReadsItOrTheContractSaysSo() {
    Contract facts = Objects.requireNonNull(definitions.contracts().get("county_facts"));

    assertThat(facts.columns())
        .filteredOn(c -> c.form().critical())
        .extracting(Column::name)
        .containsExactly("county", "period", "site", "n", "d");
    assertThat(definitions.readers()).containsOnlyKeys("county_facts");
    assertThat(definitions.readers().get("county_facts")).containsExactly("CASES", "RATE");
  }

  @Test
  void everyColumnIsCriticalBesidePeopleAndWhereNobodyReads() {
    Contract people = TestContracts.people();
    Map<String, Contract> marked = ColumnUse.marked(Map.of(people.id(), people), Map.of());

    assertThat(Objects.requireNonNull(marked.get(people.id())).columns())
        .allMatch(c -> c.form().critical());
  }

  @Test
  void aWorkspaceAddsUnitsOfMeasureAndNamesToThoseOfTheProduct() {
    Measures.Measure tenThousand = definitions.measures().find("usd-10k").orElseThrow();

    assertThat(tenThousand.factor()).isEqualByComparingTo("10000");
    assertThat(definitions.measures().find("per-100k").orElseThrow().label().en())
        .isEqualTo("per 100,000");
    assertThat(definitions.glossary().named("domain", "county").en()).isEqualTo("County");
    assertThat(definitions.glossary().named("class", "county").en())
        .isEqualTo("Districts and counties");
    assertThat(definitions.glossary().find("class.prefecture")).isPresent();
  }
}
