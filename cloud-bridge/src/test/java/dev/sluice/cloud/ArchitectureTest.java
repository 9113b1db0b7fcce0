package dev.sluice.cloud;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.conditions.ArchConditions.callMethod;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Instant;

/** Who may import whom inside the cloud bridge, and what its core must not touch. */
@AnalyzeClasses(packages = "dev.sluice.cloud", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule adaptersNeverImportEachOther =
      slices()
          .matching("dev.sluice.cloud.(*)..")
          .should()
          .notDependOnEachOther()
          .ignoreDependency(
              DescribedPredicate.alwaysTrue(), resideInAPackage("dev.sluice.cloud.core.."));

  @ArchTest
  static final ArchRule nobodyKnowsTheComposition =
      noClasses()
          .that()
          .resideInAPackage("dev.sluice.cloud.*..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.sluice.cloud");

  @ArchTest
  static final ArchRule onlyTheBrokerPackageKnowsMoquette =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.sluice.cloud.broker..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.moquette..");

  @ArchTest
  static final ArchRule theCoreImportsTheLinkAndTheJdk =
      classes()
          .that()
          .resideInAPackage("dev.sluice.cloud.core..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "dev.sluice.cloud.core",
              "dev.sluice.uplink",
              "java.lang..",
              "java.util",
              "java.util.function",
              "java.util.stream");

  @ArchTest
  static final ArchRule theCoreHasNoClockAndNoChance =
      noClasses()
          .that()
          .resideInAPackage("dev.sluice.cloud.core..")
          .should(callMethod(System.class, "nanoTime"))
          .orShould(callMethod(System.class, "currentTimeMillis"))
          .orShould(callMethod(Instant.class, "now"))
          .orShould(callMethod(Math.class, "random"))
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(Thread.class);
}
