package dev.sluice.packaging;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** A tool beside the product: it handles the product's files and knows none of its classes. */
@AnalyzeClasses(
    packages = "dev.sluice.packaging",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule IMPORTS_NOTHING_OF_THE_PRODUCT =
      classes()
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "dev.sluice.packaging..",
              "com.google.cloud.tools.jib..",
              "org.apache.commons.compress..",
              "org.vafer.jdeb..",
              "picocli..",
              "java..");
}
