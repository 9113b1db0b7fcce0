package dev.sluice.status;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The commands that all programs share see what other programs see, and nothing knows them. */
@AnalyzeClasses(packages = "dev.sluice", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {

  @ArchTest
  static final ArchRule aRunningProgramIsAskedWithTheJdkAndJackson =
      classes()
          .that()
          .resideInAPackage("dev.sluice.status")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "dev.sluice.status",
              "dev.sluice.config",
              "dev.sluice.program",
              "picocli..",
              "tools.jackson..",
              "javax.net.ssl",
              "java..");

  @ArchTest
  static final ArchRule completionKnowsPicocliOnly =
      classes()
          .that()
          .resideInAPackage("dev.sluice.completion")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage("dev.sluice.completion", "picocli..", "java..");

  @ArchTest
  static final ArchRule nothingBesideThemKnowsThem =
      noClasses()
          .that()
          .resideInAnyPackage("dev.sluice.config..", "dev.sluice.program..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("dev.sluice.status", "dev.sluice.completion");
}
