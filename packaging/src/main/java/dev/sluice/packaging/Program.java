package dev.sluice.packaging;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** A program that is packaged. */
enum Program {
  EDGE(
      "edge",
      "edge-node",
      "dev.sluice.edge.EdgeNode",
      "MQTT broker for gateways that places AI inference",
      List.of("edge.yaml", "policy.yaml"),
      Map.ofEntries(
          Map.entry("journal", "dev.sluice.edge.JournalCommand"),
          Map.entry("doctor", "dev.sluice.edge.DoctorCommand"),
          Map.entry("config", "dev.sluice.config.command.ConfigCommand"),
          Map.entry("status", "dev.sluice.status.StatusCommand"),
          Map.entry("top", "dev.sluice.status.TopCommand"),
          Map.entry("init", "dev.sluice.edge.InitCommand"),
          Map.entry("device", "dev.sluice.edge.DeviceCommand"),
          Map.entry("passwd", "dev.sluice.edge.PasswdCommand"),
          Map.entry("pair", "dev.sluice.edge.PairCommand"),
          Map.entry("model", "dev.sluice.edge.ModelCommand"),
          Map.entry(Completion.COMMAND, "dev.sluice.edge.EdgeCommands")),
      new Memory(
          "-Xms8m -Xmx96m -XX:NewRatio=1 -XX:SurvivorRatio=2 -Xss512k"
              // Chunks of half a megabyte that are used again, as ./sluice edge has them.
              + " -Dio.netty.allocator.type=pooled -Dio.netty.allocator.numDirectArenas=1"
              + " -Dio.netty.allocator.maxOrder=6",
          48,
          96,
          48,
          "384M"),
      "notify",
      "WatchdogSec=30\nWatchdogSignal=SIGKILL\nNotifyAccess=main\n"),
  CLOUD(
      "cloud",
      "cloud-bridge",
      "dev.sluice.cloud.CloudBridge",
      "cloud side of the Sluice MQTT broker",
      List.of("cloud.yaml"),
      Map.of(
          "invite",
          "dev.sluice.cloud.InviteCommand",
          "edges",
          "dev.sluice.cloud.EdgesCommand",
          "config",
          "dev.sluice.config.command.ConfigCommand",
          "status",
          "dev.sluice.status.StatusCommand",
          "top",
          "dev.sluice.status.TopCommand",
          "fleet",
          "dev.sluice.status.FleetCommand",
          Completion.COMMAND,
          "dev.sluice.cloud.CloudCommands"),
      new Memory("-Xms16m -Xmx256m -Xss512k", 128, 128, 64, "768M"),
      "exec",
      "");

  private final String word;
  private final String module;
  private final String mainClass;
  private final String title;

  @SuppressWarnings("ImmutableEnumChecker") // Nobody changes it.
  private final List<String> configs;

  @SuppressWarnings("ImmutableEnumChecker") // Nobody changes it.
  private final Map<String, String> commands;

  @SuppressWarnings("ImmutableEnumChecker") // A record of strings and numbers.
  private final Memory memory;

  private final String serviceType;
  private final String watchdog;

  /**
   * What the process may have at most; each of these caps ends it in order, by an exit that the
   * service manager sees, before the kernel would.
   *
   * @param heap options for heap and stacks
   * @param directMb buffers outside the heap
   * @param classesMb what the JVM keeps of classes
   * @param codeMb compiled code
   * @param unit {@code MemoryMax} of the unit: all of these, and the model runtime
   */
  record Memory(String heap, int directMb, int classesMb, int codeMb, String unit) {
    String options() {
      return "%s -XX:MaxDirectMemorySize=%dm -XX:MaxMetaspaceSize=%dm -XX:ReservedCodeCacheSize=%dm"
          .formatted(heap, directMb, classesMb, codeMb);
    }
  }

  Program(
      String word,
      String module,
      String mainClass,
      String title,
      List<String> configs,
      Map<String, String> commands,
      Memory memory,
      String serviceType,
      String watchdog) {
    this.word = word;
    this.module = module;
    this.mainClass = mainClass;
    this.title = title;
    this.configs = configs;
    this.commands = new TreeMap<>(commands);
    this.memory = memory;
    this.serviceType = serviceType;
    this.watchdog = watchdog;
  }

  /** What packages, services and launchers are called. */
  String packageName() {
    return "sluice-" + word;
  }

  String word() {
    return word;
  }

  /** The Maven module that it is built in. */
  String module() {
    return module;
  }

  /** Files of the checkout's {@code config} folder that it needs, its own first. */
  List<String> configs() {
    return configs;
  }

  /** Those that are a first word of its launcher. */
  Set<String> commands() {
    return commands.keySet();
  }

  /** The main class that prints what a shell completes. */
  String completionClass() {
    return commands.get(Completion.COMMAND);
  }

  /** For the templates of what is installed. */
  Map<String, String> words() {
    StringBuilder cases = new StringBuilder();
    commands.forEach(
        (command, type) -> cases.append("  %s) main=%s; shift ;;\n".formatted(command, type)));
    return Map.of(
        "package", packageName(),
        "program", word,
        "title", title,
        "main", mainClass,
        "commands", cases.toString(),
        "memory", memory.options(),
        "memory-max", memory.unit(),
        "service-type", serviceType,
        "watchdog", watchdog);
  }
}
