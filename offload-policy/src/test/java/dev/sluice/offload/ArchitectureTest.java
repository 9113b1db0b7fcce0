package dev.sluice.offload;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Instant;

/** Placement is a pure core: it knows the JDK's values, and nothing that runs, waits or reads. */
@AnalyzeClasses(
    packages = "dev.sluice.offload",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  /** No I/O, lock, thread pool, clock class or logger among these. */
  @ArchTest
  static final ArchRule knowsNobodyButTheJdk =
      classes()
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "dev.sluice.offload..",
              "java.lang",
              "java.lang.invoke",
              "java.lang.runtime",
              "java.time",
              "java.util",
              "java.util.function",
              "java.util.stream");

  @ArchTest
  static final ArchRule hasNoClock =
      noClasses()
          .should()
          .callMethod(System.class, "nanoTime")
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(Instant.class, "now")
          .orShould()
          .dependOnClassesThat()
          .haveFullyQualifiedName("java.time.Clock");

  @ArchTest
  static final ArchRule hasNoThread =
      noClasses()
          .should()
          .dependOnClassesThat()
          .areAssignableTo(Thread.class)
          .orShould()
          .dependOnClassesThat()
          .haveNameMatching("java\\.util\\.(Random|Timer)")
          .orShould()
          .callMethod(Math.class, "random");

  /** The laboratory draws from a seed that it is given; placement itself never gambles. */
  @ArchTest
  static final ArchRule placementHasNoChance =
      noClasses()
          .that()
          .resideInAPackage("dev.sluice.offload")
          .should()
          .dependOnClassesThat()
          .haveNameMatching("java\\.util\\.SplittableRandom");

  @ArchTest
  static final ArchRule placementDoesNotKnowItsLaboratory =
      noClasses()
          .that()
          .resideInAPackage("dev.sluice.offload")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.sluice.offload.lab");
}
