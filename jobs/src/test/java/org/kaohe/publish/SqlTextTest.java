package org.kaohe.publish;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.kaohe.config.Label;

class SqlTextTest {
  private static final Map<String, Label> COLUMNS =
      Map.of(
          "age_days", new Label("死亡日龄", "Age in days"),
          "kind", new Label("轮换类型", "Kind"),
          "year", new Label("年度", "Year"));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "age_days < 365 | 死亡日龄 < 365 | Age in days < 365",
        "kind = 'kind' AND age_days IS NOT NULL | 轮换类型 = 'kind' 且 死亡日龄 不为空"
            + " | Kind = 'kind' and Age in days is not empty",
        "kind in ('1', 'it''s') or other IS NULL | 轮换类型 属于 ('1', 'it''s') 或 other 为空"
            + " | Kind in ('1', 'it''s') or other is empty",
        "year(age_days) = year | year(死亡日龄) = 年度 | year(Age in days) = Year",
      })
  void columnsGetTheirNamesAndTextsStay(String sql, String zh, String en) {
    assertThat(SqlText.words(sql, name -> Optional.ofNullable(COLUMNS.get(name))))
        .isEqualTo(new Label(zh, en));
  }
}
