package dev.sluice.lab;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** A tool beside the product: it sees placement and configuration, never brokers or links. */
@AnalyzeClasses(packages = "dev.sluice.lab", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule IMPORTS_PLACEMENT_AND_CONFIGURATION_ONLY =
      classes()
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "dev.sluice.lab..",
              "dev.sluice.offload..",
              "dev.sluice.config..",
              "dev.sluice.policy..",
              "dev.sluice.topic..",
              "picocli..",
              "tools.jackson..",
              "java..");
}
