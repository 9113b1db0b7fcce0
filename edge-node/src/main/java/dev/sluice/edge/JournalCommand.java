package dev.sluice.edge;

import dev.sluice.broker.durable.DurableSession;
import dev.sluice.config.command.Told;
import dev.sluice.edge.journal.EntryJson;
import dev.sluice.edge.journal.JournalException;
import dev.sluice.edge.journal.JournalFolder;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code ./sluice journal}: what a node keeps on disk, for the operator. */
@Command(
    name = "journal",
    mixinStandardHelpOptions = true,
    versionProvider = EdgeNode.Versions.class,
    description =
        "Reads the journal of an edge node that is stopped, or a copy of it. Changes nothing.",
    footer = {
      "",
      "Exit codes: 0 sound, 1 something that was kept is missing (verify), 2 cannot be read.",
      "",
      "Examples:",
      "  ./sluice journal inspect data/edge",
      "  ./sluice journal export data/edge | jq 'select(.type == \"message-kept\")'"
    })
public final class JournalCommand {
  private static final int SOUND = 0;
  private static final int DAMAGED = 1;
  private static final String FOLDER = "Folder of the journal, such as data/edge.";

  @Spec private CommandSpec spec;

  public static void main(String[] args) {
    System.exit(commandLine().execute(args.length == 0 ? new String[] {"--help"} : args));
  }

  /** The command, to be run or asked for its options. */
  public static CommandLine commandLine() {
    return Told.by(new JournalCommand(), Set.of(JournalException.class, IOException.class));
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }

  /** Files, sessions, and what is owed. */
  @Command(
      name = "inspect",
      description = "Says what is in it.",
      mixinStandardHelpOptions = true,
      footer = {
        "",
        "Exit codes: 0 it is told, 2 cannot be read.",
        "",
        "Examples:",
        "  ./sluice journal inspect data/edge"
      })
  int inspect(@Parameters(paramLabel = "DIR", description = FOLDER) Path folder)
      throws JournalException, IOException {
    JournalFolder journal = JournalFolder.read(folder);
    PrintWriter out = out();
    journal
        .time()
        .ifPresent(
            mark -> out.printf("last written  %s%n", Instant.ofEpochMilli(mark.wallMillis())));
    for (JournalFolder.Segment segment : journal.segments()) {
      out.printf(
          "segment       %s %d bytes, format %s, %d records, %d repeated%n",
          segment.name(),
          segment.bytes(),
          segment.version().map(Object::toString).orElse("unreadable"),
          segment.records(),
          segment.repeated());
    }
    journal.putAside().forEach(name -> out.printf("put aside     %s%n", name));
    journal.state().sessions().forEach(session -> describe(out, session));
    out.printf(
        "messages      %d, of them retained %d; %d bytes needed%n",
        journal.state().messageCount(),
        journal.state().retainedCount(),
        journal.state().liveBytes());
    if (journal.state().unansweredCount() > 0) {
      out.printf("requests      %d without answer%n", journal.state().unansweredCount());
    }
    findings(journal);
    out.flush();
    return SOUND;
  }

  private static void describe(PrintWriter out, DurableSession session) {
    out.printf(
        "session       %s: subscriptions %d, messages owed %d, QoS 2 not released %d%s%n",
        session.client(),
        session.subscriptions().size(),
        session.owed(),
        session.incoming().size(),
        session.will().isPresent() ? ", a Will" : "");
  }

  /** Whether everything that was kept is there. */
  @Command(
      name = "verify",
      description = "Says whether everything that was kept is there.",
      mixinStandardHelpOptions = true,
      footer = {
        "",
        "Exit codes: 0 sound, 1 something that was kept is missing, 2 cannot be read.",
        "",
        "Examples:",
        "  ./sluice journal verify data/edge"
      })
  int verify(@Parameters(paramLabel = "DIR", description = FOLDER) Path folder)
      throws JournalException {
    JournalFolder journal = JournalFolder.read(folder);
    findings(journal);
    out().flush();
    return journal.report().losses().isEmpty() ? SOUND : DAMAGED;
  }

  private void findings(JournalFolder journal) {
    List<String> losses = journal.report().losses();
    losses.forEach(loss -> out().printf("lost          %s%n", loss));
    if (journal.report().bytesTorn() > 0) {
      out()
          .printf(
              "torn          %d bytes at the end, none of them acknowledged%n",
              journal.report().bytesTorn());
    }
    if (losses.isEmpty()) {
      out().printf("sound         %d records%n", journal.report().records());
    }
  }

  /** Every record, one JSON object a line. */
  @Command(
      name = "export",
      description = "Writes every record as a line of JSON.",
      mixinStandardHelpOptions = true,
      footer = {
        "",
        "Exit codes: 0 written, 2 cannot be read.",
        "",
        "Examples:",
        "  ./sluice journal export data/edge | jq 'select(.type == \"message-kept\")'"
      })
  int export(@Parameters(paramLabel = "DIR", description = FOLDER) Path folder)
      throws JournalException, IOException {
    PrintWriter out = out();
    JournalFolder.read(folder).forEach(entry -> out.println(EntryJson.of(entry)));
    out.flush();
    return SOUND;
  }
}
