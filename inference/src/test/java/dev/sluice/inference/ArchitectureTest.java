package dev.sluice.inference;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Both sides share this module, so it may know neither; only its two libraries and the JDK. */
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
              "tools.jackson..",
              "java..",
              "javax.imageio..");

  @ArchTest
  static final ArchRule ONLY_THE_RUNTIME_KNOWS_ONNX =
      classes()
          .that()
          .haveSimpleNameNotStartingWith("Onnx")
          .should()
          .onlyDependOnClassesThat()
          .resideOutsideOfPackage("ai.onnxruntime..");
}
