package dev.sluice.program;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.Configurator.ExecutionStatus;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ServiceLoader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgramLogTest {
  private static final String OTHER = "logback.configurationFile";

  private final LoggerContext loggers = new LoggerContext();
  @TempDir Path folder;

  @AfterEach
  void forget() {
    loggers.stop();
    System.clearProperty("sluice.log.file");
    System.clearProperty("sluice.log.appender");
    System.clearProperty(OTHER);
  }

  private ExecutionStatus configure() {
    ProgramLog log = new ProgramLog();
    log.setContext(loggers);
    loggers.setMDCAdapter(new LogbackMDCAdapter());
    return log.configure(loggers);
  }

  @Test
  void writesOurEventsAndTheTroublesOfLibrariesIntoTheFile() throws Exception {
    Path file = folder.resolve("edge.log");
    ProgramLog.into(file);
    assertThat(configure()).isEqualTo(ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY);
    loggers.getLogger("dev.sluice.edge.Gateway").info("gateway=open");
    loggers.getLogger("dev.sluice.edge.Gateway").debug("unheard");
    loggers.getLogger("io.netty.channel.Channel").info("unheard");
    loggers.getLogger("io.netty.channel.Channel").warn("trouble");
    loggers.getLogger("io.vertx.mqtt.MqttClient").error("unheard");
    assertThat(Files.readAllLines(file))
        .satisfiesExactly(
            line -> assertThat(line).endsWith(" INFO  Gateway gateway=open"),
            line -> assertThat(line).endsWith(" WARN  Channel trouble"));
  }

  @Test
  void givesWayToAConfigurationThatTheUserNames() {
    System.setProperty(OTHER, "my-logback.xml");
    assertThat(configure()).isEqualTo(ExecutionStatus.INVOKE_NEXT_IF_ANY);
  }

  @Test
  void isWhatLogbackFinds() {
    assertThat(ServiceLoader.load(Configurator.class)).anyMatch(ProgramLog.class::isInstance);
  }
}
