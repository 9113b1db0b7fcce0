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
  static final ArchRule knowsOnlyTheJdkJacksonYamlAndTheSchemaChecker =
      classes()
          .that()
          .resideInAPackage("dev.sluice.config")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "dev.sluice.config",
              "java..",
              "tools.jackson..",
              "org.snakeyaml.engine..",
              "com.networknt.schema..");

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
  static final ArchRule neitherLogsNorStartsThreads =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.slf4j..", "java.util.concurrent..");
}
