package dev.sluice.tls;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** What the module may know. */
@AnalyzeClasses(packages = "dev.sluice.tls", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule tlsKnowsFilesAndTheJdk =
      classes()
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "dev.sluice.tls..",
              "dev.sluice.config..",
              "org.bouncycastle..",
              "javax.security.auth.x500..",
              "javax.net.ssl..",
              "java..");
}
