package dev.sluice.lab;

import dev.sluice.config.ConfigException;
import dev.sluice.config.ConfigFile;
import dev.sluice.lab.ScenarioConfig.PointConfig;
import dev.sluice.lab.ScenarioConfig.UplinkConfig;
import dev.sluice.offload.lab.Uplink;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The uplink of a scenario, from what its file says. */
final class UplinkSource {
  private static final Duration BEYOND_THE_END = Duration.ofMinutes(1);

  private final ConfigFile file;
  private final ScenarioConfig scenario;
  private final UplinkConfig config;
  private final TraceFolder traces;
  private final List<String> notes;

  /**
   * @param notes receives what the reader should know
   */
  UplinkSource(ConfigFile file, ScenarioConfig scenario, TraceFolder traces, List<String> notes) {
    this.file = file;
    this.scenario = scenario;
    this.config = scenario.uplink();
    this.traces = traces;
    this.notes = notes;
  }

  Uplink uplink() throws ConfigException, IOException {
    return switch (config.kind()) {
      case CONSTANT -> new Uplink.Constant(config.mbps());
      case SHAPE -> shape(need("points", config.points()));
      case WANDERING -> wandering();
      case MAHIMAHI -> recorded(traces.mahimahi(need("file", config.file()), config.scale()));
      case SECONDS_MBPS ->
          recorded(traces.secondsMbps(need("file", config.file()), config.scale()));
    };
  }

  private Uplink wandering() {
    return new Uplink.Wandering(config.mbps(), config.sigma(), config.step());
  }

  private Uplink recorded(Optional<Uplink> trace) {
    if (trace.isEmpty()) {
      notes.add(
          config.file().orElseThrow()
              + " is not there: a wandering link around "
              + config.mbps()
              + " Mbit/s instead");
    }
    return trace.orElseGet(this::wandering);
  }

  private Uplink shape(List<PointConfig> configured) throws ConfigException {
    List<Uplink.Point> points =
        configured.stream().map(point -> new Uplink.Point(point.from(), point.mbps())).toList();
    for (int i = 1; i < points.size(); i++) {
      if (points.get(i).from().compareTo(points.get(i - 1).from()) <= 0) {
        throw file.fault("uplink.points." + i + ".from", "must be later than the point before it");
      }
    }
    Duration whole = scenario.duration().plus(BEYOND_THE_END);
    return new Uplink.Shape(points, config.repeat().orElse(whole));
  }

  private <T> T need(String key, Optional<T> value) throws ConfigException {
    if (value.isEmpty()) {
      throw file.fault("uplink", "this kind needs the key '" + key + "'");
    }
    return value.get();
  }
}
