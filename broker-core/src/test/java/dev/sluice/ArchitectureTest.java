package dev.sluice;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import java.time.Instant;

/** Who may import whom, and that the core has no clock, chance, thread, lock or I/O of its own. */
@AnalyzeClasses(packages = "dev.sluice", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  void topicKnowsTheJdkOnly(JavaClasses classes) {
    classes()
        .that()
        .resideInAPackage("dev.sluice.topic")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("dev.sluice.topic", "java..")
        .check(classes);
  }

  @ArchTest
  void mqttKnowsTopicsOnly(JavaClasses classes) {
    classes()
        .that()
        .resideInAPackage("dev.sluice.mqtt")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("dev.sluice.mqtt", "dev.sluice.topic", "java..")
        .check(classes);
  }

  @ArchTest
  void brokerKnowsMqttAndTopicsOnly(JavaClasses classes) {
    classes()
        .that()
        .resideInAPackage("dev.sluice.broker..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("dev.sluice.broker..", "dev.sluice.mqtt", "dev.sluice.topic", "java..")
        .check(classes);
  }

  @ArchTest
  void nothingWaitsOrReachesOut(JavaClasses classes) {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "java.util.concurrent.locks..",
            "java.util.concurrent.atomic..",
            "java.io..",
            "java.nio.file..",
            "java.nio.channels..",
            "java.net..",
            "java.util.logging..",
            "org.slf4j..")
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(Thread.class)
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(java.util.concurrent.Executor.class)
        .check(classes);
  }

  @ArchTest
  void timeIsAnArgument(JavaClasses classes) {
    noClasses()
        .should()
        .callMethod(System.class, "nanoTime")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(Instant.class, "now")
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(java.time.Clock.class)
        .check(classes);
  }

  @ArchTest
  void chanceIsAnArgument(JavaClasses classes) {
    noClasses()
        .should()
        .callMethod(Math.class, "random")
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(java.util.Random.class)
        .orShould()
        .callConstructor(java.util.SplittableRandom.class)
        .orShould()
        .callMethod(java.util.UUID.class, "randomUUID")
        .check(classes);
  }
}
