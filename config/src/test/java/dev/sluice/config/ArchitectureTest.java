package dev.sluice.config;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(
    packages = "dev.sluice.config",
    importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {

  @ArchTest
  static final ArchRule knowsOnlyTheJdkJacksonAndYaml =
      classes()
          .that()
          .resideInAPackage("dev.sluice.config")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "dev.sluice.config", "java..", "tools.jackson..", "org.snakeyaml.engine..");

  @ArchTest
  static final ArchRule showsNoLibraryTypeToItsCallers =
      classes()
          .that()
          .arePublic()
          .and()
          .resideInAPackage("dev.sluice.config")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage("dev.sluice.config", "java..");

  @ArchTest
  static final ArchRule theCommandSeesWhatOtherProgramsSee =
      classes()
          .that()
          .resideInAPackage("dev.sluice.config.command")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "dev.sluice.config",
              "dev.sluice.config.command",
              "java..",
              "picocli..",
              "tools.jackson..");

  @ArchTest
  static final ArchRule nothingKnowsTheCommand =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.sluice.config.command")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.sluice.config.command");

  @ArchTest
  static final ArchRule neitherLogsNorStartsThreads =
      noClasses()
          .that()
          .resideInAPackage("dev.sluice.config")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.slf4j..", "java.util.concurrent..");
}
