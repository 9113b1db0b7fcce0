package dev.sluice.edge;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a node is started with.
 *
 * @param port in place of the file's
 * @param data where the node writes to, unless the file says so
 * @param overrides of the file's values, such as {@code uplink.port=1886}
 */
record NodeOptions(
    Path configFile, Optional<Integer> port, Optional<Path> data, List<String> overrides) {

  NodeOptions {
    overrides = List.copyOf(overrides);
  }

  /** With the port among them: it is short for the last override of all. */
  List<String> allOverrides() {
    List<String> all = new ArrayList<>(overrides);
    port.ifPresent(number -> all.add("listener.port=" + number));
    return List.copyOf(all);
  }
}
