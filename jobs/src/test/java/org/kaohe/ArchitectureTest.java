package org.kaohe;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaFieldAccess;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kaohe.error.KaoheException;

/** The plan of the house, as far as byte code shows whether it is kept. */
class ArchitectureTest {
  private static final String ROOT = "org.kaohe";

  /** Top first: a package may import those of later lines, and of its own line only itself. */
  private static final List<Set<String>> STOREYS =
      List.of(
          Set.of("cli"),
          Set.of("report"),
          Set.of("bench"),
          Set.of("run"),
          Set.of("publish"),
          Set.of("scorecard"),
          Set.of("gold"),
          Set.of("silver"),
          Set.of("bronze"),
          Set.of("stage"),
          Set.of("landing"),
          Set.of("quality"),
          Set.of("stats"),
          Set.of("delta"),
          Set.of("config"),
          Set.of("exact"),
          Set.of("error"));

  private static final Set<String> ROOMS =
      Set.of("bronze", "silver", "gold", "scorecard", "publish");

  /**
   * Besides {@code stats}, where a double belongs: {@code delta} stores what it is given and
   * computes nothing, and in the others it is elapsed time. Everything else is on the way of a
   * number that somebody answers for.
   */
  private static final Set<String> DOUBLE_IS_NO_NUMBER_OF_OURS =
      Set.of("stats", "delta", "stage", "run", "bench", "cli");

  /**
   * The class of gold that carries estimates, which are no numbers of the path: it asks {@code
   * stats} for the limits of an interval and hands them to the writer.
   */
  private static final Set<String> ESTIMATES = Set.of("org.kaohe.gold.Estimates");

  /** Of DataFrameWriter and Dataset; scratch files, written by parquet(), are no tables. */
  private static final Set<String> TABLE_WRITES =
      Set.of("save", "saveAsTable", "insertInto", "writeTo", "mergeInto");

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .importUrl(KaoheException.class.getProtectionDomain().getCodeSource().getLocation());

  @Test
  void everyPackageHasItsStorey() {
    Set<String> planned = new TreeSet<>();
    STOREYS.forEach(planned::addAll);
    assertThat(packages()).isEqualTo(planned);
  }

  @Test
  void importsPointOnlyDownward() {
    for (int i = 0; i < STOREYS.size(); i++) {
      for (String name : STOREYS.get(i)) {
        Set<String> forbidden = new HashSet<>(STOREYS.get(i));
        STOREYS.subList(0, i).forEach(forbidden::addAll);
        forbidden.remove(name);
        forbid(name, forbidden, "imports point only downward");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"bronze", "silver", "gold", "scorecard", "publish"})
  void theRoomsNeverImportEachOther(String room) {
    Set<String> others = new HashSet<>(ROOMS);
    others.remove(room);
    forbid(room, others, "rooms meet only in tables");
  }

  /** That the sample knows nothing of ours is a fact of Maven: its module comes first. */
  @Test
  void onlyTheVerbsAndTheBenchKnowTheSample() {
    noClasses()
        .that()
        .resideOutsideOfPackages(in("cli"), in("bench"))
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.kaohe.sample..")
        .because("no number may come from what it is compared with")
        .check(CLASSES);
  }

  @Test
  void onlyDeltaTouchesTables() {
    noClasses()
        .that()
        .resideOutsideOfPackage(in("delta"))
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.delta..")
        .orShould()
        .callMethodWhere(
            describe(
                "writes a table",
                call ->
                    call.getTargetOwner().getPackageName().equals("org.apache.spark.sql")
                        && TABLE_WRITES.contains(call.getName())))
        .because("delta is the only writer of tables and the only reader of their logs")
        .check(CLASSES);
  }

  @Test
  void numbersOfThePathAreNeverDouble() {
    List<String> found = new ArrayList<>();
    for (JavaClass type : CLASSES) {
      if (!DOUBLE_IS_NO_NUMBER_OF_OURS.contains(storey(type)) && !estimate(type)) {
        found.addAll(doubles(type));
      }
    }
    assertThat(found).isEmpty();
  }

  /** What byte code shows: declared doubles, and calls that take or give one. */
  private static List<String> doubles(JavaClass type) {
    List<String> found = new ArrayList<>();
    type.getFields().stream()
        .filter(f -> isDouble(f.getRawType()))
        .forEach(f -> found.add("field " + f.getFullName()));
    for (JavaCodeUnit unit : type.getCodeUnits()) {
      if (signature(unit.getRawReturnType(), unit.getRawParameterTypes())) {
        found.add("signature " + unit.getFullName());
      }
      Stream.concat(unit.getCallsFromSelf().stream(), unit.getCodeUnitReferencesFromSelf().stream())
          .filter(
              c ->
                  isDouble(c.getTargetOwner())
                      || signature(
                          c.getTarget().getRawReturnType(), c.getTarget().getRawParameterTypes()))
          .forEach(c -> found.add(c.getDescription()));
    }
    for (JavaFieldAccess access : type.getFieldAccessesFromSelf()) {
      if (isDouble(access.getTarget().getRawType()) || access.getName().equals("DoubleType")) {
        found.add(access.getDescription());
      }
    }
    return found;
  }

  private static boolean signature(JavaClass result, List<JavaClass> parameters) {
    return isDouble(result) || parameters.stream().anyMatch(ArchitectureTest::isDouble);
  }

  private static boolean isDouble(JavaClass type) {
    String name = type.getBaseComponentType().getName();
    return name.equals("double") || name.equals("java.lang.Double") || name.equals("float");
  }

  private static boolean estimate(JavaClass type) {
    return ESTIMATES.stream()
        .anyMatch(e -> type.getName().equals(e) || type.getName().startsWith(e + "$"));
  }

  @Test
  void onlyTheCommandLineLooksAtTheClock() {
    noClasses()
        .that()
        .resideOutsideOfPackage(in("cli"))
        .should()
        .accessTargetWhere(describe("asks the machine for the time", ArchitectureTest::asksForTime))
        .because("a run repeated must give what it gave; now is read once, in cli")
        .check(CLASSES);
  }

  /** Called or handed on as a method reference; {@code now(Clock)} is how it should be. */
  private static boolean asksForTime(JavaAccess<?> access) {
    String owner = access.getTargetOwner().getName();
    return switch (access.getName()) {
      case "currentTimeMillis" -> true;
      case "now" ->
          owner.startsWith("java.time.")
              && access.getTarget() instanceof CodeUnitAccessTarget target
              && target.getRawParameterTypes().stream()
                  .noneMatch(p -> p.isEquivalentTo(Clock.class));
      case "<init>" -> owner.equals("java.util.Date");
      default -> owner.equals("java.time.Clock") && access.getName().startsWith("system");
    };
  }

  /** Called or handed on as a method reference; what is printed elsewhere nobody cleans. */
  @Test
  void onlyTheConsolePrints() {
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName("org.kaohe.cli.Console")
        .should()
        .accessTargetWhere(describe("prints", ArchitectureTest::prints))
        .because("the console lets no control character of foreign text pass")
        .check(CLASSES);
  }

  private static boolean prints(JavaAccess<?> access) {
    String owner = access.getTargetOwner().getName();
    String name = access.getName();
    return (owner.equals("java.lang.System")
            && Set.of("out", "err", "getLogger", "console").contains(name)
            && !access.getOrigin().getFullName().startsWith("org.kaohe.cli.Main.main("))
        || (owner.equals("java.io.PrintStream")
            && Set.of("print", "println", "printf", "format", "append").contains(name))
        || name.equals("printStackTrace")
        || owner.endsWith(".Logger");
  }

  @Test
  void everyPackageSaysThatNothingIsNullUnlessMarked() {
    for (String name : packages()) {
      JavaPackage found = CLASSES.getPackage(ROOT + "." + name);
      assertThat(found.isAnnotatedWith(NullMarked.class)).as(found.getName()).isTrue();
    }
  }

  private static void forbid(String name, Set<String> forbidden, String reason) {
    if (!forbidden.isEmpty()) {
      noClasses()
          .that()
          .resideInAPackage(in(name))
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              forbidden.stream().sorted().map(ArchitectureTest::in).toArray(String[]::new))
          .because(reason)
          .allowEmptyShould(true)
          .check(CLASSES);
    }
  }

  private static String in(String name) {
    return ROOT + "." + name + "..";
  }

  private static Set<String> packages() {
    Set<String> names = new TreeSet<>(Comparator.naturalOrder());
    CLASSES.forEach(c -> names.add(storey(c)));
    return names;
  }

  private static String storey(JavaClass type) {
    String rest = type.getPackageName().substring(ROOT.length() + 1);
    int dot = rest.indexOf('.');
    return dot < 0 ? rest : rest.substring(0, dot);
  }
}
