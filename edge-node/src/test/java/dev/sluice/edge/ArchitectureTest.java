package dev.sluice.edge;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.conditions.ArchConditions.callMethod;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Instant;

/** Who may import whom inside the edge node, and what its core must not touch. */
@AnalyzeClasses(packages = "dev.sluice", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String ADAPTERS = "dev.sluice.edge.(*)..";

  private static final DescribedPredicate<JavaClass> EDGE_OTHER_THAN_CORE =
      resideInAPackage("dev.sluice.edge..")
          .and(DescribedPredicate.not(resideInAPackage("dev.sluice.edge.core..")));

  /** The one corner of java.io that touches nothing outside. */
  private static final DescribedPredicate<JavaClass> BYTES_IN_MEMORY =
      nameMatching("java\\.io\\.(ByteArray(In|Out)putStream|(In|Out)putStream)").forSubtype();

  @ArchTest
  static final ArchRule adaptersNeverImportEachOther =
      slices()
          .matching(ADAPTERS)
          .should()
          .notDependOnEachOther()
          .ignoreDependency(
              DescribedPredicate.alwaysTrue(), resideInAPackage("dev.sluice.edge.core.."))
          .ignoreDependency(
              resideInAPackage("dev.sluice.edge.doctor.."), DescribedPredicate.alwaysTrue());

  /** So that it may know all of them. */
  @ArchTest
  static final ArchRule nobodyButTheCommandKnowsTheDoctor =
      noClasses()
          .that()
          .resideInAPackage("dev.sluice.edge.*..")
          .and()
          .resideOutsideOfPackage("dev.sluice.edge.doctor..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.sluice.edge.doctor..");

  @ArchTest
  static final ArchRule nobodyButTheMainClassKnowsTheMainClass =
      noClasses()
          .that()
          .resideInAPackage("dev.sluice.edge.*..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.sluice.edge");

  @ArchTest
  static final ArchRule theMqttListenerKnowsTheBrokerAndItsLibrariesOnly =
      classes()
          .that()
          .resideInAPackage("dev.sluice.edge.mqtt..")
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage(
                  "dev.sluice.edge.mqtt..",
                  "dev.sluice.broker..",
                  "dev.sluice.mqtt..",
                  "dev.sluice.topic..",
                  "io.vertx..",
                  "io.netty..",
                  "org.slf4j..",
                  "javax.net.ssl..",
                  "java.."));

  @ArchTest
  static final ArchRule authenticationKnowsNoSocketAndNoLoop =
      classes()
          .that()
          .resideInAPackage("dev.sluice.edge.auth..")
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage(
                  "dev.sluice.edge.auth..",
                  "dev.sluice.broker..",
                  "dev.sluice.mqtt..",
                  "dev.sluice.topic..",
                  "dev.sluice.config..",
                  "dev.sluice.program..",
                  "com.nimbusds..",
                  "org.bouncycastle..",
                  "org.slf4j..",
                  "javax.naming..",
                  "javax.security.auth.x500..",
                  "javax.net.ssl..",
                  "java.."));

  @ArchTest
  static final ArchRule theMachineIsReadByTheJdkIntoValues =
      classes()
          .that()
          .resideInAPackage("dev.sluice.edge.host..")
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage(
                  "dev.sluice.edge.host..", "dev.sluice.offload", "org.slf4j..", "java.."));

  @ArchTest
  static final ArchRule theCoreImportsCoresOnly =
      classes()
          .that()
          .resideInAPackage("dev.sluice.edge.core..")
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage(
                      "dev.sluice..",
                      "java.lang..",
                      "java.util..",
                      "java.nio..",
                      "java.time..",
                      "java.math..",
                      "tools.jackson.core..")
                  .or(BYTES_IN_MEMORY)
                  .and(DescribedPredicate.not(EDGE_OTHER_THAN_CORE)))
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule theCoreHasNoThreadsLocksOrFiles =
      noClasses()
          .that()
          .resideInAPackage("dev.sluice.edge.core..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "java.util.concurrent..",
              "java.nio.file..",
              "java.nio.channels..",
              "java.util.logging..")
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(Thread.class)
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule theCoreHasNoClockAndNoChance =
      noClasses()
          .that()
          .resideInAPackage("dev.sluice.edge.core..")
          .should(callMethod(System.class, "nanoTime"))
          .orShould(callMethod(System.class, "currentTimeMillis"))
          .orShould(callMethod(Instant.class, "now"))
          .orShould(callMethod(Math.class, "random"))
          .allowEmptyShould(true);
}
