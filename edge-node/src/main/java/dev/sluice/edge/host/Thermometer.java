package dev.sluice.edge.host;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The temperature of the processor: of the kernel's thermal zones the hottest whose type names a
 * processor, or the hottest of all where none does.
 */
final class Thermometer {
  private static final List<String> PROCESSORS = List.of("cpu", "soc", "core", "pkg");
  private static final double PER_DEGREE = 1_000;
  private static final double PLAUSIBLE_MIN = -40;
  private static final double PLAUSIBLE_MAX = 150;

  private final KernelFiles files;

  Thermometer(KernelFiles files) {
    this.files = files;
  }

  /** Degrees Celsius; empty where nothing plausible is measured. */
  OptionalDouble celsius() {
    List<Path> zones = files.folders("sys/class/thermal", "thermal_zone*");
    OptionalDouble processor = hottest(zones.stream().filter(this::isProcessor).toList());
    return processor.isPresent() ? processor : hottest(zones);
  }

  private boolean isProcessor(Path zone) {
    Optional<String> type = files.text(zone.resolve("type"));
    String name = type.orElse("").toLowerCase(Locale.ROOT);
    return PROCESSORS.stream().anyMatch(name::contains);
  }

  private OptionalDouble hottest(List<Path> zones) {
    return zones.stream()
        .map(zone -> files.number(zone.resolve("temp")))
        .flatMapToDouble(OptionalDouble::stream)
        .map(thousandths -> thousandths / PER_DEGREE)
        .filter(celsius -> celsius > PLAUSIBLE_MIN && celsius < PLAUSIBLE_MAX)
        .max();
  }
}
