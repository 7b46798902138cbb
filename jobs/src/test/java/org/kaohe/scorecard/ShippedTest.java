package org.kaohe.scorecard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.kaohe.config.Indicator;
import org.kaohe.config.Scorecard;

class ShippedTest {

  @Test
  void definitionsArriveEqualToWhatWasSent() throws IOException, ClassNotFoundException {
    Scorecard card =
        Given.graded(
            Given.card(
                Given.section(
                    "core",
                    "100",
                    Given.item(
                        "A",
                        "10",
                        new Scorecard.Rule.Ratio(Optional.of(Scorecard.Rule.Ratio.Form.LINEAR))))),
            List.of("core"),
            Given.grade("优秀", "90", "30"));
    Scheme scheme =
        Scheme.of(
            card,
            Given.definitions(
                List.of(Given.unit("u", Given.CLASS)),
                List.of(Given.ratio("A", Indicator.Direction.LOWER, 1000, Optional.of(20))),
                List.of(),
                card),
            Given.LATER);

    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(new Shipped<>(scheme));
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      assertThat(((Shipped<?>) in.readObject()).value()).isEqualTo(scheme);
    }
  }
}
