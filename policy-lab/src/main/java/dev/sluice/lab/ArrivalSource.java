package dev.sluice.lab;

import dev.sluice.config.ConfigException;
import dev.sluice.config.ConfigFile;
import dev.sluice.lab.ScenarioConfig.ArrivalsConfig;
import dev.sluice.offload.lab.Arrival;
import dev.sluice.offload.lab.ArrivalProcess;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** One stream's arrival process, from what its file says. */
final class ArrivalSource {
  private final ConfigFile file;
  private final String field;
  private final ArrivalsConfig config;
  private final TraceFolder traces;
  private final List<String> notes;

  /**
   * @param field where the stream stands in the file
   * @param notes receives what the reader should know
   */
  ArrivalSource(
      ConfigFile file,
      String field,
      ArrivalsConfig config,
      TraceFolder traces,
      List<String> notes) {
    this.file = file;
    this.field = field;
    this.config = config;
    this.traces = traces;
    this.notes = notes;
  }

  ArrivalProcess process() throws ConfigException, IOException {
    return switch (config.process()) {
      case POISSON -> new ArrivalProcess.Poisson(rate());
      case PERIODIC ->
          new ArrivalProcess.Periodic(
              need("devices", config.devices()), need("period", config.period()));
      case BURST ->
          new ArrivalProcess.Burst(
              rate(), need("burst-rate", config.burstRate()), config.calmFor(), config.burstFor());
      case FLASH_CROWD ->
          new ArrivalProcess.FlashCrowd(rate(), config.factor(), config.from(), config.lasts());
      case DIURNAL ->
          new ArrivalProcess.Diurnal(rate(), need("peak-rate", config.peakRate()), config.day());
      case TRACE -> trace();
    };
  }

  private double rate() throws ConfigException {
    return need("rate", config.rate());
  }

  private ArrivalProcess trace() throws ConfigException, IOException {
    String name = need("file", config.file());
    double rate = rate();
    Optional<List<Arrival>> recorded = traces.llm(name, config.skip(), config.speed());
    if (recorded.isPresent()) {
      return new ArrivalProcess.Recorded(recorded.get());
    }
    notes.add(name + " is not there: Poisson arrivals at " + rate + " per second instead");
    return new ArrivalProcess.Poisson(rate);
  }

  private <T> T need(String key, Optional<T> value) throws ConfigException {
    if (value.isEmpty()) {
      String process = config.process().name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
      throw file.fault(field, "process " + process + " needs the key '" + key + "'");
    }
    return value.get();
  }
}
