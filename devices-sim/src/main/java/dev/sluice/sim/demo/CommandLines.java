package dev.sluice.sim.demo;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The words that start each program of a run. */
record CommandLines(Plan plan) {

  List<String> cloud() {
    return program(
        "cloud", "--port", Integer.toString(plan.ports().cloud()), "--set", "admin.port=0");
  }

  List<String> edge(int uplinkPort, Placement placement) {
    List<String> words =
        program(
            "edge",
            "--port",
            Integer.toString(plan.ports().edge()),
            "--set",
            "uplink.port=" + uplinkPort,
            "--set",
            "admin.port=" + plan.ports().admin());
    for (String setting : placement.settings()) {
      words.addAll(List.of("--set", setting));
    }
    return words;
  }

  List<String> sim(int edgePort, Path report) {
    List<String> words =
        program(
            "sim",
            "--port",
            Integer.toString(edgePort),
            "--seconds",
            Long.toString(plan.length().toSeconds()),
            "--seed",
            Long.toString(plan.seed()),
            "--progress",
            "--report",
            report.toString());
    plan.replay().ifPresent(file -> words.addAll(List.of("--replay", file.toString())));
    plan.labels().ifPresent(file -> words.addAll(List.of("--labels", file.toString())));
    return words;
  }

  private List<String> program(String name, String... options) {
    List<String> words = new ArrayList<>(plan.launcher());
    words.add(name);
    words.add("--config");
    words.add(plan.configs().resolve(name + ".yaml").toString());
    words.addAll(List.of(options));
    return words;
  }
}
