package dev.sluice.lab;

import dev.sluice.config.ConfigException;
import dev.sluice.config.ConfigFile;
import dev.sluice.lab.ScenarioConfig.ArrivalsConfig;
import dev.sluice.lab.ScenarioConfig.ClassConfig;
import dev.sluice.lab.ScenarioConfig.FaultConfig;
import dev.sluice.lab.ScenarioConfig.ServiceConfig;
import dev.sluice.offload.lab.Accuracy;
import dev.sluice.offload.lab.Fault;
import dev.sluice.offload.lab.Scenario;
import dev.sluice.offload.lab.ServiceClass;
import dev.sluice.offload.lab.Spread;
import dev.sluice.offload.lab.Stream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Reads a scenario file and checks what its schema cannot say.
 *
 * @param seed of the first run
 * @param notes what the reader should know, such as a trace that was not there
 */
record ScenarioFile(Scenario scenario, String description, long seed, List<String> notes) {
  private static final String SCHEMA = "/schema/scenario.schema.json";
  private static final String SUFFIX = ".yaml";

  /**
   * Every scenario of a folder, by name.
   *
   * @throws ConfigException naming file, line and field
   */
  static List<ScenarioFile> folder(Path folder, TraceFolder traces)
      throws ConfigException, IOException {
    List<Path> files;
    try (var found = Files.list(folder)) {
      files = found.filter(file -> file.toString().endsWith(SUFFIX)).sorted().toList();
    }
    if (files.isEmpty()) {
      throw new IOException(folder + ": holds no scenario (a file that ends in .yaml)");
    }
    List<ScenarioFile> scenarios = new ArrayList<>();
    for (Path file : files) {
      scenarios.add(load(file, traces));
    }
    return scenarios;
  }

  static ScenarioFile load(Path path, TraceFolder traces) throws ConfigException, IOException {
    ConfigFile file = ConfigFile.load(path, SCHEMA, List.of());
    ScenarioConfig config = file.as(ScenarioConfig.class);
    List<String> notes = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (int i = 0; i < config.classes().size(); i++) {
      String name = config.classes().get(i).name();
      if (!names.add(name)) {
        throw file.fault("classes." + i + ".name", "'" + name + "' is taken: choose another name");
      }
    }
    String name = path.getFileName().toString().replace(SUFFIX, "");
    Scenario scenario =
        new Scenario(
            name,
            config.duration(),
            config.workers(),
            config.classes().stream().map(ScenarioFile::serviceClass).toList(),
            streams(file, config, traces, notes),
            new UplinkSource(file, config, traces, notes).uplink(),
            config.rtt(),
            config.jitter(),
            config.cloudWorkers(),
            faults(file, config));
    return new ScenarioFile(scenario, config.description(), config.seed(), List.copyOf(notes));
  }

  private static ServiceClass serviceClass(ClassConfig config) {
    return new ServiceClass(
        config.name(),
        config.bytes(),
        config.deadline(),
        config.priority(),
        config.privacy(),
        spread(config.local()),
        spread(config.cloud()),
        new Accuracy(
            config.accuracy().edge(), config.accuracy().cloud(), config.accuracy().telling()));
  }

  private static Spread spread(ServiceConfig config) {
    return new Spread(config.ms(), config.sigma());
  }

  private static List<Stream> streams(
      ConfigFile file, ScenarioConfig config, TraceFolder traces, List<String> notes)
      throws ConfigException, IOException {
    List<Stream> streams = new ArrayList<>();
    for (int i = 0; i < config.arrivals().size(); i++) {
      ArrivalsConfig arrivals = config.arrivals().get(i);
      String field = "arrivals." + i;
      ArrivalSource source = new ArrivalSource(file, field, arrivals, traces, notes);
      streams.add(new Stream(source.process(), shares(file, field, config, arrivals)));
    }
    return streams;
  }

  private static List<Double> shares(
      ConfigFile file, String field, ScenarioConfig config, ArrivalsConfig arrivals)
      throws ConfigException {
    List<String> names = config.classes().stream().map(ClassConfig::name).toList();
    for (String name : arrivals.mix().keySet()) {
      if (!names.contains(name)) {
        throw file.fault(
            field + ".mix." + name,
            "no class has this name: use one of " + String.join(", ", names));
      }
    }
    List<Double> shares = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      double alone = arrivals.mix().isEmpty() && i == 0 ? 1 : 0;
      shares.add(arrivals.mix().getOrDefault(names.get(i), alone));
    }
    if (shares.stream().mapToDouble(share -> share).sum() <= 0) {
      throw file.fault(field + ".mix", "gives no class a share above 0");
    }
    return shares;
  }

  private static List<Fault> faults(ConfigFile file, ScenarioConfig config) throws ConfigException {
    List<Fault> faults = new ArrayList<>();
    for (int i = 0; i < config.faults().size(); i++) {
      FaultConfig fault = config.faults().get(i);
      Duration every = fault.every().orElse(Duration.ZERO);
      if (fault.times() > 1 && every.compareTo(fault.lasts()) <= 0) {
        throw file.fault(
            "faults." + i + ".every", "must be longer than lasts when times is above 1");
      }
      if (fault.noticed().isPresent() && fault.kind() != Fault.Kind.THERMAL) {
        throw file.fault("faults." + i + ".noticed", "is only for kind: thermal");
      }
      faults.add(
          new Fault(
              fault.kind(),
              fault.from(),
              fault.lasts(),
              every,
              fault.times(),
              fault.factor(),
              fault.noticed()));
    }
    return faults;
  }
}
