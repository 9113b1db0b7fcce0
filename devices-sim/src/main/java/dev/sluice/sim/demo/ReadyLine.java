package dev.sluice.sim.demo;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

/** What a program prints when it serves: {@code ready mqtt=127.0.0.1:1883 admin=127.0.0.1:9464}. */
record ReadyLine(Map<String, String> fields) {

  ReadyLine {
    fields = Map.copyOf(fields);
  }

  static ReadyLine parse(String line) {
    return new ReadyLine(
        Arrays.stream(line.split("\\s+"))
            .map(word -> word.split("=", 2))
            .filter(pair -> pair.length == 2)
            .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1], (one, two) -> two)));
  }

  /** The port of an address such as {@code mqtt}. */
  int port(String name) throws DemoException {
    String address = fields.getOrDefault(name, "");
    try {
      return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
    } catch (NumberFormatException e) {
      throw new DemoException("a ready line without a port for " + name + ": " + fields, e);
    }
  }
}
