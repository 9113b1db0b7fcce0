package dev.sluice;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Who may import whom here: files know no queue, and nobody knows the rest of the system. */
@AnalyzeClasses(packages = "dev.sluice", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule filesKnowTheJdkOnly =
      classes()
          .that()
          .resideInAPackage("dev.sluice.storage")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage("dev.sluice.storage", "java..");

  @ArchTest
  static final ArchRule spoolsKnowFilesAndTheJdk =
      classes()
          .that()
          .resideInAPackage("dev.sluice.spool")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage("dev.sluice.spool", "dev.sluice.storage", "java..");

  @ArchTest
  static final ArchRule nothingHereHasAThread =
      noClasses().should().dependOnClassesThat().areAssignableTo(Thread.class);
}
