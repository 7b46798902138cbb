package org.kaohe.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class UnitTreeTest {
  private static UnitTree tree(String... childAndParent) {
    Map<String, Unit> units = new LinkedHashMap<>();
    for (String pair : childAndParent) {
      String[] codes = pair.split(" ");
      units.put(
          codes[0],
          new Unit(
              codes[0],
              Label.of(codes[0]),
              "area",
              Optional.of(codes).filter(c -> c.length > 1).map(c -> c[1]),
              Set.of(),
              Optional.empty(),
              Optional.empty(),
              List.of()));
    }
    return new UnitTree(units);
  }

  @Test
  void aChainHasNoEndButTheRoot() {
    String[] pairs = new String[40];
    for (int i = 0; i < 39; i++) {
      pairs[i] = "u%d u%d".formatted(i, i + 1);
    }
    pairs[39] = "u39";
    UnitTree deep = tree(pairs);
    assertThat(deep.chain("u0")).hasSize(40);
    assertThat(deep.root("u0")).isEqualTo("u39");
  }

  @Test
  void aCircleIsWalkedOnce() {
    UnitTree circle = tree("a b", "b c", "c b");
    assertThat(circle.chain("a")).containsExactly("a", "b", "c");
    assertThat(circle.circular("b")).isTrue();
    assertThat(circle.circular("a")).isFalse();
  }

  @Test
  void aUnitBelowAnotherOneOfASetIsInTheOthersQuantity() {
    UnitTree tree = tree("province", "city province", "county city", "other province");
    assertThat(tree.topmost(Set.of("county", "city", "other")))
        .containsExactlyInAnyOrder("city", "other");
    assertThat(tree.nearestBelow("province", Set.of("county", "city", "other")))
        .containsExactlyInAnyOrder("city", "other");
  }
}
