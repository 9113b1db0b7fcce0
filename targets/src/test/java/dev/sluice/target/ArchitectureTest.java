package dev.sluice.target;

import static com.tngtech.archunit.lang.conditions.ArchConditions.callMethod;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The interface of targets needs nothing but the JDK; what decides has no clock and no thread. */
@AnalyzeClasses(
    packages = "dev.sluice.target",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule nothingButTheJdk =
      classes()
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage("dev.sluice.target..", "java..");

  @ArchTest
  static final ArchRule theDeliveryHasNoClockAndNoThread =
      noClasses()
          .that()
          .haveSimpleNameStartingWith("Delivery")
          .should(callMethod(System.class, "nanoTime"))
          .orShould(callMethod(System.class, "currentTimeMillis"))
          .orShould(callMethod(Math.class, "random"))
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(Thread.class);
}
