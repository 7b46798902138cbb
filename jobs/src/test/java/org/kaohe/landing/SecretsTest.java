package org.kaohe.landing;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.apache.spark.sql.classic.Dataset;
import org.apache.spark.sql.execution.datasources.v2.DataSourceV2Relation;
import org.junit.jupiter.api.Test;
import org.kaohe.TestContracts;
import org.kaohe.TestSpark;

class SecretsTest {
  private static final byte[] KEY = "the key of pseudonyms".getBytes(StandardCharsets.UTF_8);

  @Test
  void theOptionsOfTheSourceNameTheKeyAndDoNotHoldIt() {
    Dataset<?> frame =
        (Dataset<?>)
            DeliveryReader.read(
                TestSpark.session(), TestContracts.contributions(), Set.of(), List.of(), KEY);
    DataSourceV2Relation relation =
        (DataSourceV2Relation) frame.queryExecution().analyzed().collectLeaves().head();

    String handle = Objects.requireNonNull(relation.options().get(DeliverySource.KEY), "a handle");

    assertThat(relation.options().asCaseSensitiveMap().values())
        .noneSatisfy(v -> assertThat(v).contains(HexFormat.of().formatHex(KEY)))
        .noneSatisfy(v -> assertThat(v).contains(new String(KEY, StandardCharsets.UTF_8)));
    assertThat(Secrets.of(handle)).isEqualTo(KEY);
    assertThat(Secrets.handle(KEY.clone())).isEqualTo(handle);
  }
}
