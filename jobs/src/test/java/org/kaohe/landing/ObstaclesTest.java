package org.kaohe.landing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.kaohe.TestContracts;
import org.kaohe.config.Contract;
import org.kaohe.config.LinearPattern;
import org.kaohe.config.Reporting;

/** What may lie in a landing folder besides files that can be read, and under which names. */
@Timeout(60)
@SuppressWarnings("StreamResourceLeak") // the walk under test closes what it is given
class ObstaclesTest {
  private static final LocalDate TODAY = LocalDate.of(2026, 1, 6);
  private static final Charset GB18030 = Charset.forName("GB18030");
  private static final String CONTENT =
      "身份证号,统筹区,费款所属期,实缴金额,到账日期,操作标志\n11010519491231002X,520102,202501,12.30,2025-01-09,\n";
  private static final String GOOD = "contribution_202501_20250205.csv";

  @TempDir Path folder;
  private final Contract contract = TestContracts.contributions();

  @Test
  void pipesSocketsAndDevicesAreFindingsAndNobodyOpensThem() throws Exception {
    good();
    run("mkfifo", dataset().resolve("contribution_202502_20250305.csv").toString());
    try (ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      Path place = dataset().resolve("contribution_202503_20250405.csv");
      socket.bind(UnixDomainSocketAddress.of(place));
      Files.createSymbolicLink(
          dataset().resolve("contribution_202504_20250505.csv"), Path.of("/dev/zero"));

      assertThat(codes(identify())).containsExactly("K3125", "K3125", "K3114");
    }
  }

  @Test
  void linksAreReadInsideTheLandingFolderAndRefusedOutsideIt() throws IOException {
    Path outside = Files.writeString(folder.resolve("secret.csv"), CONTENT);
    Path inside = landing().resolve(".store/a.csv");
    Files.createDirectories(inside.getParent());
    Files.writeString(inside, CONTENT);
    Files.createSymbolicLink(dataset().resolve(GOOD), inside);
    link("contribution_202502_20250305.csv", outside);
    link("contribution_202503_20250405.csv", folder.resolve("nowhere"));
    link("contribution_202504_20250505.csv", Path.of("contribution_202504_20250505.csv"));
    link("contribution_202505_20250605.csv", Path.of("../../../secret.csv"));

    Arrivals arrivals = identify();

    assertThat(codes(arrivals)).containsExactly("K3114", "K3124", "K3124", "K3114");
    assertThat(arrivals.refused().stream().filter(Refusal::retry)).hasSize(2);
    assertThat(arrivals.fresh()).extracting(Delivery::file).containsExactly(file(GOOD));
  }

  @Test
  void aLinkThatIsTurnedOutwardsAfterTheListingIsNotFollowed() throws IOException {
    good();
    List<Listing> listed = landing(landing()).list(List.of(contract));
    Path outside = Files.createDirectories(folder.resolve("outside"));
    Files.writeString(outside.resolve(GOOD), CONTENT);
    Files.move(dataset(), folder.resolve("moved"));
    Files.createSymbolicLink(landing().resolve("social/contribution"), outside);

    assertThat(codes(identify(listed))).containsExactly("K3114");
  }

  @Test
  void aFileThatVanishesOrBecomesAPipeAfterTheListingIsAFinding() throws Exception {
    good();
    Path second = dataset().resolve("contribution_202502_20250305.csv");
    Path third = dataset().resolve("contribution_202503_20250405.csv");
    Files.writeString(second, CONTENT);
    Files.writeString(third, CONTENT);
    List<Listing> listed = landing(landing()).list(List.of(contract));
    Files.delete(second);
    Files.delete(third);
    run("mkfifo", third.toString());

    Arrivals arrivals = identify(listed);

    assertThat(arrivals.fresh()).hasSize(1);
    assertThat(codes(arrivals)).containsExactly("K3105", "K3125");
    assertThat(arrivals.refused()).extracting(Refusal::retry).containsExactly(true, false);
    assertThat(arrivals.refused().get(0).detail()).contains("vanished").doesNotContain("/");
  }

  @Test
  void aClosedFolderIsAFindingOfItsDatasetAndStopsNoOther() throws IOException {
    good();
    Contract other =
        TestContracts.changed(
            contract, "social_other", Reporting.of(Optional.empty()), Optional.empty());
    Landing closed = new Landing(landing(), closed("contribution"));

    List<Listing> listed = closed.list(List.of(contract));
    assertThat(closed.list(List.of(other, contract))).hasSize(2);
    Arrivals arrivals = closed.identify(listed, contracts(), Set.of(), TODAY);

    assertThat(arrivals.refused())
        .singleElement()
        .satisfies(r -> assertThat(r.code()).isEqualTo("K3111"))
        .satisfies(r -> assertThat(r.dataset()).isEqualTo(contract.id()))
        .satisfies(r -> assertThat(r.file()).isEqualTo("social/contribution"))
        .satisfies(r -> assertThat(r.retry()).isTrue());
    assertThat(closed.strays(List.of(contract))).isEmpty();
  }

  @Test
  void whatStandsWhereTheFolderShouldIsAFinding() throws IOException {
    Files.createDirectories(landing().resolve("social"));
    Files.writeString(landing().resolve("social/contribution"), "x");
    assertThat(codes(identify())).containsExactly("K3112");
    assertThat(landing(landing()).strays(List.of(contract))).isEmpty();

    Files.delete(landing().resolve("social/contribution"));
    Files.createSymbolicLink(landing().resolve("social/contribution"), Path.of("contribution"));
    assertThat(codes(identify())).containsExactly("K3124");

    Files.delete(landing().resolve("social/contribution"));
    Files.createSymbolicLink(
        landing().resolve("social/contribution"), Files.createDirectories(folder.resolve("o")));
    assertThat(codes(identify())).containsExactly("K3114");

    Files.delete(landing().resolve("social/contribution"));
    Files.delete(landing().resolve("social"));
    Files.writeString(landing().resolve("social"), "x");
    assertThat(codes(identify())).containsExactly("K3112");

    Files.delete(landing().resolve("social"));
    assertThat(codes(identify())).isEmpty();
    Files.delete(landing());
    Files.createSymbolicLink(folder.resolve("landing"), folder.resolve("unmounted"));
    assertThat(codes(identify())).containsExactly("K3124");
  }

  @Test
  void aFolderNamedLikeAFileIsToldAndOthersAreOnlyLookedInto() throws IOException {
    good();
    Files.createDirectories(dataset().resolve("contribution_202502_20250305.csv"));
    Files.createDirectories(dataset().resolve("report.xlsx"));
    Files.createDirectories(dataset().resolve("old"));

    assertThat(codes(identify())).containsExactly("K3113", "K3113");
  }

  @Test
  void whatLiesAstrayIsToldWhateverItIs() throws Exception {
    good();
    run("mkfifo", landing().resolve("pipe.csv").toString());
    Files.createSymbolicLink(landing().resolve("link.csv"), folder.resolve("nowhere"));
    Files.createSymbolicLink(landing().resolve("out"), Path.of("/etc"));
    Landing landing = new Landing(landing(), closed("closed"));
    Files.createDirectories(landing().resolve("closed"));

    Arrivals arrivals =
        landing.identify(landing.strays(List.of(contract)), contracts(), Set.of(), TODAY);

    assertThat(arrivals.refused())
        .extracting(Refusal::file, Refusal::code)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("closed", "K3111"),
            org.assertj.core.groups.Tuple.tuple("link.csv", "K3124"),
            org.assertj.core.groups.Tuple.tuple("out", "K3114"),
            org.assertj.core.groups.Tuple.tuple("pipe.csv", "K3125"));
  }

  @Test
  void namesInGbkAreFoundReadMatchedAndRemembered() throws IOException {
    dataset();
    byte[] start = "contribution_202501_20250205_".getBytes(StandardCharsets.US_ASCII);
    byte[] end = ".csv".getBytes(StandardCharsets.US_ASCII);
    byte[] broken = {(byte) 0xFF, (byte) 0x80};
    Files.writeString(name(start, "粮食".getBytes(GB18030), end), CONTENT);
    Files.writeString(name(start, "粮食2".getBytes(StandardCharsets.UTF_8), end), CONTENT + "\n");
    Files.writeString(name(start, broken, end), CONTENT + "\n\n");
    Files.writeString(
        name(start, "a\\b%41?#".getBytes(StandardCharsets.UTF_8), end), CONTENT + "\n\n\n");
    Files.writeString(
        name(start, "e\u0301".getBytes(StandardCharsets.UTF_8), end), CONTENT + "\n\n\n\n");

    List<Listing> listed = landing(landing()).list(List.of(contract));
    ObjectMapper json = new ObjectMapper();
    List<Listing> remembered =
        List.of(json.readValue(json.writeValueAsString(listed), Listing[].class));

    assertThat(remembered).isEqualTo(listed);
    Arrivals arrivals = identify(remembered);
    assertThat(arrivals.refused()).isEmpty();
    assertThat(arrivals.fresh())
        .extracting(Delivery::file)
        .containsExactlyInAnyOrder(
            file("contribution_202501_20250205_粮食.csv"),
            file("contribution_202501_20250205_粮食2.csv"),
            file("contribution_202501_20250205_\\xFF\\x80.csv"),
            file("contribution_202501_20250205_a\\b%41?#.csv"),
            file("contribution_202501_20250205_é.csv"));
    for (Delivery delivery : arrivals.fresh()) {
      assertThat(Path.of(java.net.URI.create(delivery.path().toUri().toString()))).exists();
    }
  }

  @Test
  void aDatasetsFolderMayHaveItsNameInGbkToo() throws IOException {
    Path gbk = Names.in(landing(), "粮食".getBytes(GB18030));
    Files.createDirectories(gbk);
    Files.writeString(gbk.resolve(GOOD), CONTENT);
    Contract chinese = elsewhere("粮食");
    Landing landing = landing(landing());

    assertThat(landing.list(List.of(chinese)))
        .extracting(Listing::file)
        .containsExactly("粮食/" + GOOD);
    assertThat(landing.strays(List.of(chinese))).isEmpty();
  }

  @Test
  void aManifestNamesFilesByWhatTheirBytesMean() throws IOException {
    dataset();
    Files.writeString(name("导出.csv".getBytes(GB18030)), CONTENT);
    Files.write(
        dataset().resolve("MANIFEST.CSV"),
        "\uFEFFFile,Period,Issued\n导出.csv,2025-01,2025/2/5\n".getBytes(StandardCharsets.UTF_8));

    assertThat(identify().fresh())
        .singleElement()
        .satisfies(d -> assertThat(d.issued()).isEqualTo("2025-02-05"));
  }

  @Test
  void aNameOfAnyLengthIsMatchedAtOnceAndNeverPrintedWhole() throws IOException {
    dataset();
    Files.writeString(dataset().resolve("a".repeat(251) + ".csv"), CONTENT);
    Contract evil = elsewhere("social/contribution", "(a+)+(?<period>b)");

    Arrivals arrivals =
        landing(landing())
            .identify(
                landing(landing()).list(List.of(evil)), Map.of(evil.id(), evil), Set.of(), TODAY);

    assertThat(codes(arrivals)).containsExactly("K3101");
    assertThat(arrivals.refused().get(0).detail()).hasSizeLessThan(400);
  }

  private Contract elsewhere(String folder) {
    return elsewhere(folder, contract.fileName().pattern());
  }

  private Contract elsewhere(String folder, String fileName) {
    Contract c = contract;
    return new Contract(
        c.id(),
        c.department(),
        c.version(),
        c.name(),
        c.file(),
        folder,
        c.charset(),
        LinearPattern.compile(fileName),
        c.key(),
        c.orderBy(),
        c.at(),
        c.unit(),
        c.reporting(),
        c.deleteFlag(),
        c.controlRows(),
        c.columns(),
        c.rowRules(),
        c.checks(),
        c.role(),
        c.mode());
  }

  private void link(String name, Path target) throws IOException {
    Files.createSymbolicLink(dataset().resolve(name), target);
  }

  private Path name(byte[]... parts) throws IOException {
    return Names.in(dataset(), Names.bytes(parts));
  }

  private void good() throws IOException {
    Files.writeString(dataset().resolve(GOOD), CONTENT);
  }

  private Path landing() throws IOException {
    Path landing = folder.resolve("landing");
    return Files.exists(landing, java.nio.file.LinkOption.NOFOLLOW_LINKS)
        ? landing
        : Files.createDirectories(landing);
  }

  private Path dataset() throws IOException {
    return Files.createDirectories(landing().resolve("social/contribution"));
  }

  /** Opens every folder but those of a name, as for a user without the permission. */
  private static FolderWalk.Opener closed(String name) {
    FolderWalk.Opener others = Files::newDirectoryStream;
    return place -> {
      if (place.endsWith(name)) {
        throw new AccessDeniedException(place.toString());
      }
      return others.open(place);
    };
  }

  private static Landing landing(Path root) {
    return new Landing(root);
  }

  private static String file(String name) {
    return "social/contribution/" + name;
  }

  private Map<String, Contract> contracts() {
    return Map.of(contract.id(), contract);
  }

  private Arrivals identify() throws IOException {
    return identify(landing(landing()).list(List.of(contract)));
  }

  private Arrivals identify(List<Listing> listed) throws IOException {
    return landing(landing()).identify(listed, contracts(), Set.of(), TODAY);
  }

  private static List<String> codes(Arrivals arrivals) {
    return arrivals.refused().stream().map(Refusal::code).toList();
  }

  private static void run(String... command) throws Exception {
    assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
  }
}
