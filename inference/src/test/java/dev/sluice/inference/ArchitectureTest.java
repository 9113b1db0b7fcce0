package dev.sluice.inference;

import static com.tngtech.archunit.lang.conditions.ArchConditions.callConstructor;
import static com.tngtech.archunit.lang.conditions.ArchConditions.callMethod;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.SplittableRandom;

/** Both sides share this module, so it may know neither; only its libraries and the JDK. */
@AnalyzeClasses(
    packages = "dev.sluice.inference",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule IMPORTS_ITS_LIBRARIES_ONLY =
      classes()
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "dev.sluice.inference..",
              "ai.onnxruntime..",
              "com.google.protobuf",
              "tools.jackson..",
              "java..",
              "javax.imageio..",
              "javax.net.ssl");

  @ArchTest
  static final ArchRule ONLY_THE_RUNTIME_KNOWS_ONNX =
      classes()
          .that()
          .haveSimpleNameNotStartingWith("Onnx")
          .should()
          .onlyDependOnClassesThat()
          .resideOutsideOfPackage("ai.onnxruntime..");

  @ArchTest
  static final ArchRule ONLY_THE_PLAIN_RUNTIME_READS_GRAPHS =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.sluice.inference.plain")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("com.google.protobuf");

  @ArchTest
  static final ArchRule THE_GUARD_IMPORTS_THE_JDK_ONLY =
      classes()
          .that()
          .resideInAPackage("dev.sluice.inference.guard..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "dev.sluice.inference.guard",
              "java.lang..",
              "java.time",
              "java.util",
              "java.util.function");

  @ArchTest
  static final ArchRule THE_GUARD_HAS_NO_CLOCK_AND_NO_CHANCE =
      noClasses()
          .that()
          .resideInAPackage("dev.sluice.inference.guard..")
          .should(callMethod(System.class, "nanoTime"))
          .orShould(callMethod(System.class, "currentTimeMillis"))
          .orShould(callMethod(Math.class, "random"))
          .orShould(callConstructor(SplittableRandom.class))
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(Thread.class);

  @ArchTest
  static final ArchRule PROTOCOLS_STAND_ON_THE_REMOTE_PACKAGE =
      noClasses()
          .that()
          .resideInAPackage("dev.sluice.inference.remote..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.sluice.inference.openinference..");
}
