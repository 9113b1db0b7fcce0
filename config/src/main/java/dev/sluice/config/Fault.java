package dev.sluice.config;

import java.util.List;
import java.util.stream.Collectors;

/** One thing wrong with a configuration: where, in which field, what. */
record Fault(Place place, FieldPath field, String what) {

  /** The one line that a user reads. */
  String line() {
    return field.isRoot() ? place + ": " + what : place + ": " + field + ": " + what;
  }

  static ConfigException exception(List<Fault> faults) {
    return new ConfigException(
        faults.stream()
            .sorted((a, b) -> a.place().compareTo(b.place()))
            .map(Fault::line)
            .distinct()
            .collect(Collectors.joining("\n")));
  }

  static ConfigException exception(Place place, FieldPath field, String what) {
    return exception(List.of(new Fault(place, field, what)));
  }
}
