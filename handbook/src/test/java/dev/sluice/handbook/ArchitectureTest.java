package dev.sluice.handbook;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The handbook asks programs for their commands, and knows nothing of how they work. */
@AnalyzeClasses(
    packages = "dev.sluice.handbook",
    importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {

  @ArchTest
  static final ArchRule knowsCommandsAndTheConfigurationsFields =
      classes()
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "dev.sluice.handbook",
              "dev.sluice.config",
              "dev.sluice.config.command",
              "dev.sluice.status",
              "dev.sluice.completion",
              "dev.sluice.edge",
              "dev.sluice.cloud",
              "dev.sluice.sim",
              "dev.sluice.sim.demo",
              "dev.sluice.trainer",
              "dev.sluice.bench",
              "dev.sluice.lab",
              "dev.sluice.packaging",
              "picocli..",
              "tools.jackson..",
              "java..");
}
