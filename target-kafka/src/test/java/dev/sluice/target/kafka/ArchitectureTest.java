package dev.sluice.target.kafka;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The module knows the interface of targets and Kafka's client, and no other part. */
@AnalyzeClasses(
    packages = "dev.sluice.target.kafka",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule onlyTheInterfaceAndTheClient =
      classes()
          .that()
          .resideInAPackage("dev.sluice.target.kafka..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "dev.sluice.target",
              "dev.sluice.target.backbone",
              "dev.sluice.target.settings",
              "dev.sluice.target.kafka..",
              "org.apache.kafka..",
              "java..");
}
