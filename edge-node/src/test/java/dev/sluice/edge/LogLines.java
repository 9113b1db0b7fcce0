package dev.sluice.edge;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.awaitility.Awaitility;
import org.slf4j.LoggerFactory;

/** Everything that the node logs, down to the finest level, for tests that read it. */
final class LogLines extends AppenderBase<ILoggingEvent> {
  private static final LogLines ALL = new LogLines();
  private final Queue<String> lines = new ConcurrentLinkedQueue<>();

  static {
    Logger logger = (Logger) LoggerFactory.getLogger("dev.sluice");
    logger.setLevel(Level.TRACE);
    ALL.setContext(logger.getLoggerContext());
    ALL.start();
    logger.addAppender(ALL);
    logger.setAdditive(false);
  }

  @Override
  protected void append(ILoggingEvent event) {
    lines.add(event.getFormattedMessage());
  }

  static void begin() {
    ALL.lines.clear();
  }

  static List<String> all() {
    return List.copyOf(ALL.lines);
  }

  /** Waits for a line that holds all words. */
  static void await(String... words) {
    Awaitility.await()
        .until(
            () ->
                all().stream().anyMatch(line -> List.of(words).stream().allMatch(line::contains)));
  }
}
