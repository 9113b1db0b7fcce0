package dev.sluice.edge;

import dev.sluice.config.ConfigException;
import dev.sluice.edge.config.EdgeConfig;
import dev.sluice.edge.config.EdgeConfigFile;
import dev.sluice.edge.journal.JournalException;
import dev.sluice.inference.ModelException;
import dev.sluice.program.ProgramLog;
import dev.sluice.program.StopSignal;
import java.io.PrintWriter;
import java.util.List;

/** One life of a node, from its options until it is told to stop. */
final class NodeStart {
  private static final int CANNOT_START = 2;

  private final NodeOptions options;
  private final PrintWriter out;
  private final PrintWriter err;

  /**
   * @param out told when the node serves
   * @param err told why it cannot
   */
  NodeStart(NodeOptions options, PrintWriter out, PrintWriter err) {
    this.options = options;
    this.out = out;
    this.err = err;
  }

  /**
   * @return the exit code of the process
   */
  int run() {
    options.data().ifPresent(folder -> ProgramLog.into(folder.resolve("edge.log")));
    try (EarlyVertx vertx = new EarlyVertx()) {
      serve(EdgeConfigFile.load(options.configFile(), options.allOverrides()), vertx);
      return 0;
    } catch (ConfigException | ModelException | JournalException | StartupException e) {
      e.getMessage().lines().forEach(line -> err.println("edge: " + line));
      err.flush();
      return CANNOT_START;
    }
  }

  private void serve(EdgeConfigFile file, EarlyVertx vertx)
      throws ConfigException, ModelException, JournalException, StartupException {
    // Closed in reverse: the signal last, because the process may end then.
    try (StopSignal stop = new StopSignal();
        Gateway gateway = new Gateway(file, SetupOptions.journalFolder(options.data()), vertx)) {
      Gateway.Addresses addresses = gateway.open();
      HangUp.hear(gateway::reload);
      sayReady(file.config(), addresses);
      stop.asked().join();
    }
  }

  private void sayReady(EdgeConfig config, Gateway.Addresses addresses) {
    out.printf(
        "ready mqtt=%s:%d admin=%s:%d%s%n",
        config.allListeners().get(0).host(),
        addresses.mqttPort(),
        config.admin().host(),
        addresses.adminPort(),
        others(config.allListeners(), addresses.mqttPorts()));
    out.flush();
  }

  /** The listeners after the first. */
  private static String others(List<EdgeConfig.Listener> listeners, List<Integer> ports) {
    StringBuilder more = new StringBuilder();
    for (int i = 1; i < listeners.size(); i++) {
      EdgeConfig.Listener other = listeners.get(i);
      more.append(" %s=%s:%d".formatted(other.label(), other.host(), ports.get(i)));
    }
    return more.toString();
  }
}
