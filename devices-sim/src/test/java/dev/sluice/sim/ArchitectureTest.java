package dev.sluice.sim;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Instant;

/** Who may import whom in the simulator, and what its pure packages must not touch. */
@AnalyzeClasses(packages = "dev.sluice.sim", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String CHECK = "dev.sluice.sim.check..";
  private static final String SIGNAL = "dev.sluice.sim.signal..";
  private static final String DEVICE = "dev.sluice.sim.device..";
  private static final String CONFIG = "dev.sluice.sim.config..";

  private static final String WORLD = "dev.sluice.sim.world..";
  private static final String WORLD_ACTOR = "dev.sluice.sim.world.actor..";
  private static final String WORLD_CHECK = "dev.sluice.sim.world.check..";
  private static final String WORLD_DISK = "dev.sluice.sim.world.disk..";
  private static final String WORLD_PLANT = "dev.sluice.sim.world.plant..";

  @ArchTest
  static final ArchRule signalImportsTheJdkOnly =
      classes()
          .that()
          .resideInAPackage(SIGNAL)
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage("java..", SIGNAL);

  @ArchTest
  static final ArchRule checkImportsTheJdkAndHistogramsOnly =
      classes()
          .that()
          .resideInAPackage(CHECK)
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage("java..", "org.HdrHistogram..", CHECK);

  @ArchTest
  static final ArchRule deviceImportsClientLibrariesOnly =
      classes()
          .that()
          .resideInAPackage(DEVICE)
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "java..", "javax..", "org.eclipse.paho..", "io.vertx..", "io.netty..", DEVICE);

  @ArchTest
  static final ArchRule worldImportsTheCoresAndNoAdapter =
      classes()
          .that()
          .resideInAPackage(WORLD)
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "java..",
              "picocli..",
              "tools.jackson..",
              "dev.sluice.broker..",
              "dev.sluice.mqtt..",
              "dev.sluice.topic..",
              "dev.sluice.offload..",
              "dev.sluice.uplink..",
              "dev.sluice.inference..",
              "dev.sluice.edge.core..",
              "dev.sluice.edge.journal..",
              "dev.sluice.edge.lanes..",
              "dev.sluice.spool..",
              "dev.sluice.storage..",
              "dev.sluice.cloud.core..",
              "dev.sluice.cloud.down..",
              "dev.sluice.cloud.forward..",
              WORLD);

  @ArchTest
  static final ArchRule onlyTheDisksOfTheWorldImportJournalAndStore =
      noClasses()
          .that()
          .resideInAPackage(WORLD)
          .and()
          .resideOutsideOfPackage(WORLD_DISK)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.sluice.edge.journal..",
              "dev.sluice.edge.lanes..",
              "dev.sluice.cloud.down..",
              "dev.sluice.cloud.forward..",
              "dev.sluice.spool..",
              "dev.sluice.storage..");

  @ArchTest
  static final ArchRule onlyTheWorldImportsTheTwoSides =
      noClasses()
          .that()
          .resideOutsideOfPackage(WORLD)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("dev.sluice.edge..", "dev.sluice.cloud..", "dev.sluice.broker..");

  @ArchTest
  static final ArchRule configKnowsNoLibrary =
      classes()
          .that()
          .resideInAPackage(CONFIG)
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage("java..", "dev.sluice.config..", CONFIG, CHECK, DEVICE);

  @ArchTest
  static final ArchRule pureCodeHasNoClockChanceOrWorld =
      noClockChanceOrIo(CHECK, SIGNAL, WORLD_ACTOR, WORLD_CHECK, WORLD_PLANT);

  @ArchTest
  static final ArchRule pureCodeHasNoThread =
      noClasses()
          .that()
          .resideInAnyPackage(CHECK, SIGNAL, WORLD_ACTOR, WORLD_CHECK, WORLD_PLANT)
          .should()
          .dependOnClassesThat()
          .belongToAnyOf(Thread.class);

  private static ArchRule noClockChanceOrIo(String... packages) {
    return noClasses()
        .that()
        .resideInAnyPackage(packages)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "java.io..", "java.nio.file..", "java.net..", "java.util.concurrent..", "org.slf4j..")
        .orShould()
        .callMethod(System.class, "nanoTime")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(Instant.class, "now")
        .orShould()
        .callMethod(Math.class, "random");
  }
}
