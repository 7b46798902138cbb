package org.kaohe.landing;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class Utf8ProbeTest {
  private static final Charset GB18030 = Charset.forName("GB18030");
  private static final Charset BIG5 = Charset.forName("Big5");

  /** The first level of GB 2312, which holds all but some of the 3,500 common characters. */
  private static final List<String> COMMON = level(0xB0, 0xD7);

  /** The second level: rarer ones, of which some are common in names. */
  private static final List<String> RARE = level(0xD8, 0xF7);

  @Example
  void utf8UnderAnotherCharsetIsSeenWhereverItsChineseStands() {
    for (String text :
        List.of(
            "粮食", "code,name\n1,粮食局\n", "a,b\n1,2\n3,嫘祖\n", "，。", "\uFEFFa,é\n", "\uFEFFa,粮\n")) {
      assertThat(mistaken(text.getBytes(StandardCharsets.UTF_8), GB18030)).as(text).isTrue();
    }
    assertThat(mistaken("é".getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1))
        .isTrue();
    assertThat(mistaken("糧食".getBytes(StandardCharsets.UTF_8), BIG5)).isTrue();
  }

  @Example
  void whatReadsTheSameEitherWayOrIsNoUtf8IsLeftAlone() {
    assertThat(mistaken("a,b\n1,2\n".getBytes(StandardCharsets.UTF_8), GB18030)).isFalse();
    assertThat(mistaken("\uFEFFa,b\n".getBytes(StandardCharsets.UTF_8), GB18030)).isFalse();
    // C1AA CDA8 is 联通 in GB18030; CDA8 D6AA is 通知 and, read as UTF-8, two letters of others.
    assertThat(mistaken("联通".getBytes(GB18030), GB18030)).isFalse();
    assertThat(mistaken("通知".getBytes(GB18030), GB18030)).isFalse();
    assertThat(mistaken("粮食".getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8)).isFalse();
    assertThat(mistaken("é".getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.ISO_8859_1))
        .isFalse();
    assertThat(mistaken("糧食".getBytes(BIG5), BIG5)).isFalse();
  }

  /**
   * A rare character of GB18030 and two common ones may be two characters of UTF-8 as well. Where
   * those are the common ones (绌跺府 and 究帮), nobody could tell; where not, the declared ones are
   * meant.
   */
  @Example
  void shortTextsThatAreBothAreMostlyWhatIsDeclared() {
    int both = 0;
    int refused = 0;
    SplittableRandom random = new SplittableRandom(11);
    for (int i = 0; i < 1_000_000; i++) {
      String text = pick(RARE, random) + pick(COMMON, random) + pick(COMMON, random);
      byte[] bytes = text.getBytes(GB18030);
      both += decodes(bytes, StandardCharsets.UTF_8) ? 1 : 0;
      refused += mistaken(bytes, GB18030) ? 1 : 0;
    }
    assertThat(both).isPositive();
    assertThat(refused * 10).isLessThan(both);
    assertThat(refused).as("of a million").isLessThan(30);
  }

  @Property(tries = 3000)
  void chineseOfGb18030IsNeverRefused(@ForAll("rows") List<String> cells) {
    byte[] bytes = String.join("", cells).getBytes(GB18030);

    assertThat(mistaken(bytes, GB18030)).isFalse();
  }

  @Property(tries = 3000)
  void whatIsCutAnywhereIsJudgedAlike(@ForAll("rows") List<String> cells) {
    byte[] bytes = String.join("", cells).getBytes(StandardCharsets.UTF_8);
    boolean whole = mistaken(bytes, GB18030);
    for (int cut = 0; cut <= bytes.length; cut++) {
      Utf8Probe probe = new Utf8Probe(GB18030);
      probe.take(bytes, 0, cut);
      probe.take(bytes, cut, bytes.length);
      assertThat(probe.mistaken()).isEqualTo(whole);
    }
  }

  @Property(tries = 3000)
  void chineseOfUtf8UnderGb18030IsNeverTakenInSilence(@ForAll("rows") List<String> cells) {
    String text = String.join("", cells) + "粮食";
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);

    assertThat(mistaken(bytes, GB18030) || !decodes(bytes, GB18030)).isTrue();
  }

  @Provide
  Arbitrary<List<String>> rows() {
    return Arbitraries.frequencyOf(
            net.jqwik.api.Tuple.of(20, Arbitraries.of(COMMON)),
            net.jqwik.api.Tuple.of(2, Arbitraries.of(RARE)),
            net.jqwik.api.Tuple.of(3, Arbitraries.of(",", "\n", "1", "a", "，")))
        .list()
        .ofMinSize(1)
        .ofMaxSize(12);
  }

  private static boolean mistaken(byte[] bytes, Charset declared) {
    Utf8Probe probe = new Utf8Probe(declared);
    probe.take(bytes, 0, bytes.length);
    return probe.mistaken();
  }

  private static boolean decodes(byte[] bytes, Charset charset) {
    try {
      charset.newDecoder().decode(java.nio.ByteBuffer.wrap(bytes));
      return true;
    } catch (java.nio.charset.CharacterCodingException e) {
      return false;
    }
  }

  private static String pick(List<String> from, SplittableRandom random) {
    return from.get(random.nextInt(from.size()));
  }

  private static List<String> level(int first, int last) {
    List<String> characters = new ArrayList<>();
    for (int lead = first; lead <= last; lead++) {
      for (int trail = 0xA1; trail <= 0xFE; trail++) {
        String c = new String(new byte[] {(byte) lead, (byte) trail}, Charset.forName("GB2312"));
        if (!c.contains("\uFFFD")) {
          characters.add(c);
        }
      }
    }
    return characters;
  }
}
