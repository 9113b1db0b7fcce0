package dev.sluice.sim.config;

import dev.sluice.config.ConfigException;
import dev.sluice.config.ConfigFile;
import dev.sluice.sim.check.Expectation;
import dev.sluice.sim.config.SignalConfig.Kind;
import dev.sluice.sim.device.ClientKind;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reads {@code sim.yaml} and checks what its schema cannot say. */
public final class SimConfigFile {
  static final String SCHEMA = "/schema/sim.schema.json";

  private final ConfigFile file;
  private final SimConfig config;

  private SimConfigFile(ConfigFile file, SimConfig config) {
    this.file = file;
    this.config = config;
  }

  /**
   * @param overrides as {@code key=value}, later ones win
   * @throws ConfigException naming file, line and field
   */
  public static SimConfig load(Path path, List<String> overrides) throws ConfigException {
    ConfigFile file = ConfigFile.load(path, SCHEMA, overrides);
    SimConfigFile checked = new SimConfigFile(file, file.as(SimConfig.class));
    checked.check();
    return checked.config;
  }

  private void check() throws ConfigException {
    Set<String> names = new HashSet<>();
    for (int i = 0; i < config.groups().size(); i++) {
      GroupConfig group = config.groups().get(i);
      String field = "groups." + i + ".";
      if (!names.add(group.name())) {
        throw file.fault(field + "name", "'" + group.name() + "' is taken: choose another name");
      }
      checkTopic(field, group);
      checkClient(field, group);
      checkImages(field, group);
      if (group.signal().kind() == Kind.REPLAY && group.signal().file().isEmpty()) {
        throw file.fault(field + "signal", "a replay needs a file");
      }
    }
  }

  private void checkTopic(String field, GroupConfig group) throws ConfigException {
    boolean ownLevel = List.of(group.topic().split("/", -1)).contains(GroupConfig.DEVICE);
    if (!ownLevel || group.topic().matches(".*[+#].*")) {
      throw file.fault(field + "topic", "needs {device} as a level of its own, and no wildcards");
    }
    String results = group.resultOf("device");
    boolean own = !results.equals(group.result()) && !results.equals(group.topicOf("device"));
    if (!own || results.matches(".*[+#{}].*")) {
      throw file.fault(
          field + "result", "must name another topic by {topic} or {device}, without wildcards");
    }
  }

  private void checkImages(String field, GroupConfig group) throws ConfigException {
    boolean image = group.signal().kind() == Kind.IMAGE;
    if (image != group.payload().isImage()) {
      throw file.fault(
          field + "payload", "must be png or jpeg for signal.kind: image, and only there");
    }
    if (image && group.client() != ClientKind.PAHO_V5) {
      throw file.fault(field + "client", "images need paho-v5: their id is an MQTT 5 property");
    }
    if (image && group.expect() != Expectation.ANSWERS) {
      throw file.fault(field + "expect", "images need answers: there is no id in them");
    }
  }

  private void checkClient(String field, GroupConfig group) throws ConfigException {
    if (group.client() == ClientKind.VERTX && group.qos() > 1) {
      throw file.fault(field + "qos", "vertx devices speak QoS 0 and 1: use paho-v5 or paho-v3");
    }
    if (group.sendDeadline()
        && (group.client() != ClientKind.PAHO_V5 || group.deadline().isEmpty())) {
      throw file.fault(field + "send-deadline", "needs client: paho-v5 and a deadline");
    }
    if (group.expect() == Expectation.DELIVERY && group.deadline().isPresent()) {
      throw file.fault(field + "deadline", "is for answers: remove it or expect: answers");
    }
  }
}
