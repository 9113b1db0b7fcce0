package dev.sluice.bench.peer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A broker that can be measured. */
public interface Peer {

  /** As options and tables say it. */
  String name();

  /** Why it cannot run here, in words; empty when it can. */
  Optional<String> absence();

  /** Its version, as it tells it. */
  String version();

  /** Everything that differs from its defaults, for the report. */
  String settings();

  /**
   * Writes its configuration.
   *
   * @param folder an empty one of its own
   * @param port where it shall listen on 127.0.0.1
   * @param heap a wish, for those that can be told
   * @return the words that start it in the foreground
   */
  List<String> prepare(Path folder, int port, Heap heap) throws IOException;
}
