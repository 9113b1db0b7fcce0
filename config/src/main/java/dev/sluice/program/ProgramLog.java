package dev.sluice.program;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.rolling.FixedWindowRollingPolicy;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeBasedTriggeringPolicy;
import ch.qos.logback.core.spi.ContextAware;
import ch.qos.logback.core.spi.ContextAwareBase;
import ch.qos.logback.core.status.NopStatusListener;
import ch.qos.logback.core.util.FileSize;
import java.nio.file.Path;
import java.util.Map;

/**
 * How all our programs log: one line per event, to standard error or to a file; libraries speak
 * only when something is wrong. Logback finds it when the first logger is made. It is written in
 * Java because logback's reader of XML is a tenth of all classes that an edge node loads.
 *
 * <p>{@code -Dlogback.configurationFile=FILE} takes its place. So does a {@code logback-test.xml}
 * on the class path, which tests have, unless {@code -Dsluice.log.appender=STDERR} or {@code FILE}
 * asks for this.
 */
public final class ProgramLog extends ContextAwareBase implements Configurator {
  private static final String APPENDER = "sluice.log.appender";
  private static final String FILE = "sluice.log.file";
  private static final long FILE_BYTES_MAX = 5L << 20;
  private static final int OLD_FILES = 3;

  private static final Map<String, Level> LEVELS =
      Map.of(
          "dev.sluice", Level.INFO,
          // A failed attempt to connect and a busy port are our own events; a stack adds nothing.
          "io.vertx.mqtt", Level.OFF,
          "io.moquette.broker.NewNettyAcceptor", Level.OFF);

  /** Logs into that file, of at most 5 MB and with three before it; before the first logger. */
  public static void into(Path file) {
    System.setProperty(FILE, file.toString());
    System.setProperty(APPENDER, "FILE");
  }

  @Override
  public ExecutionStatus configure(LoggerContext loggers) {
    if (System.getProperty("logback.configurationFile") != null || isTest()) {
      return ExecutionStatus.INVOKE_NEXT_IF_ANY;
    }
    loggers.getStatusManager().add(new NopStatusListener());
    Logger root = loggers.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    root.setLevel(Level.WARN);
    LEVELS.forEach((name, level) -> loggers.getLogger(name).setLevel(level));
    root.addAppender("FILE".equals(System.getProperty(APPENDER)) ? file() : standardError());
    return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
  }

  private static boolean isTest() {
    return System.getProperty(APPENDER) == null
        && ProgramLog.class.getResource("/logback-test.xml") != null;
  }

  private OutputStreamAppender<ILoggingEvent> standardError() {
    ConsoleAppender<ILoggingEvent> appender = with(new ConsoleAppender<>());
    appender.setTarget("System.err");
    return started(appender, "HH:mm:ss.SSS");
  }

  private OutputStreamAppender<ILoggingEvent> file() {
    String name = System.getProperty(FILE, "sluice.log");
    RollingFileAppender<ILoggingEvent> appender = with(new RollingFileAppender<>());
    appender.setFile(name);
    FixedWindowRollingPolicy old = with(new FixedWindowRollingPolicy());
    old.setParent(appender);
    old.setFileNamePattern(name + ".%i");
    old.setMinIndex(1);
    old.setMaxIndex(OLD_FILES);
    old.start();
    SizeBasedTriggeringPolicy<ILoggingEvent> full = with(new SizeBasedTriggeringPolicy<>());
    full.setMaxFileSize(new FileSize(FILE_BYTES_MAX));
    full.start();
    appender.setRollingPolicy(old);
    appender.setTriggeringPolicy(full);
    return started(appender, "yyyy-MM-dd HH:mm:ss.SSS");
  }

  private OutputStreamAppender<ILoggingEvent> started(
      OutputStreamAppender<ILoggingEvent> appender, String time) {
    PatternLayoutEncoder encoder = with(new PatternLayoutEncoder());
    encoder.setPattern("%d{" + time + "} %-5level %logger{0} %msg%n%ex{short}");
    encoder.start();
    appender.setEncoder(encoder);
    appender.start();
    return appender;
  }

  private <T extends ContextAware> T with(T part) {
    part.setContext(getContext());
    return part;
  }
}
