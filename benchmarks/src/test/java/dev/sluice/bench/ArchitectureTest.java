package dev.sluice.bench;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Who may import whom: the generator knows neither brokers nor reports. */
@AnalyzeClasses(packages = "dev.sluice.bench", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String WIRE = "dev.sluice.bench.wire..";
  private static final String CHECK = "dev.sluice.bench.check..";
  private static final String STATS = "dev.sluice.bench.stats..";
  private static final String LOAD = "dev.sluice.bench.load..";
  private static final String PEER = "dev.sluice.bench.peer..";
  private static final String TRIAL = "dev.sluice.bench.trial..";
  private static final String REPORT = "dev.sluice.bench.report..";

  @ArchTest static final ArchRule wireImportsTheJdkOnly = only(WIRE, "java..");
  @ArchTest static final ArchRule checkImportsTheJdkOnly = only(CHECK, "java..");
  @ArchTest static final ArchRule statsImportsTheJdkOnly = only(STATS, "java..");
  @ArchTest static final ArchRule peerImportsTheJdkOnly = only(PEER, "java..");

  @ArchTest
  static final ArchRule loadKnowsNoBroker = only(LOAD, "java..", "org.HdrHistogram..", WIRE, CHECK);

  @ArchTest
  static final ArchRule trialDrivesTheGeneratorAtABroker =
      only(TRIAL, "java..", "org.HdrHistogram..", LOAD, PEER, CHECK);

  @ArchTest
  static final ArchRule reportSeesFiguresOnly =
      only(REPORT, "java..", "tools.jackson..", STATS, TRIAL);

  private static ArchRule only(String those, String... allowed) {
    String[] packages = new String[allowed.length + 1];
    System.arraycopy(allowed, 0, packages, 0, allowed.length);
    packages[allowed.length] = those;
    return classes()
        .that()
        .resideInAPackage(those)
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(packages);
  }
}
