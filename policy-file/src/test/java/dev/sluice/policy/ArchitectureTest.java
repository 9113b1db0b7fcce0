package dev.sluice.policy;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** A reader of files: it sees placement, topics and configuration, never a broker at work. */
@AnalyzeClasses(
    packages = "dev.sluice.policy",
    importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {
  @ArchTest
  static final ArchRule importsPlacementTopicsAndConfigurationOnly =
      classes()
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "dev.sluice.policy..",
              "dev.sluice.offload",
              "dev.sluice.topic..",
              "dev.sluice.config..",
              "tools.jackson..",
              "java..");

  @ArchTest
  static final ArchRule neitherLogsNorStartsThreads =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.slf4j..", "java.util.concurrent..");
}
