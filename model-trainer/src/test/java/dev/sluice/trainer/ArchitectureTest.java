package dev.sluice.trainer;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/**
 * A tool beside the product: it sees signals and models and the rule for second opinions, never
 * brokers or links.
 */
@AnalyzeClasses(
    packages = "dev.sluice.trainer",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule IMPORTS_SIGNALS_AND_MODELS_ONLY =
      classes()
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "dev.sluice.trainer..",
              "dev.sluice.inference..",
              "dev.sluice.sim.signal..",
              "dev.sluice.offload",
              "ai.onnx.proto..",
              "com.google.protobuf..",
              "picocli..",
              "tools.jackson..",
              "java..");

  /** What is learned must not depend on when, where or by how many threads. */
  @ArchTest
  static final ArchRule LEARNING_TAKES_CHANCE_AS_AN_ARGUMENT =
      noClasses()
          .that()
          .doNotHaveSimpleName("Trainer")
          .should()
          .dependOnClassesThat()
          .haveFullyQualifiedName("java.util.Random")
          .orShould()
          .callMethod(System.class, "nanoTime")
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(Math.class, "random");
}
