package dev.sluice.packaging;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What an image says of its program, besides its files.
 *
 * @param ports that clients come to when the configuration lets them in from other machines
 * @param adminPort of the shipped configuration, on loopback
 */
record ImageSettings(Program program, Platform platform, List<Integer> ports, int adminPort) {
  /** A number, so that an orchestrator that refuses root can see that it is not. */
  static final int USER = 10_001;

  static final String CONFIG = "etc/sluice";
  static final String DATA = "var/lib/sluice";

  ImageSettings {
    ports = List.copyOf(ports);
  }

  static ImageSettings of(Program program, Platform platform) {
    return switch (program) {
      case EDGE -> new ImageSettings(program, platform, List.of(1883, 8883), 9464);
      case CLOUD -> new ImageSettings(program, platform, List.of(8883, 8884), 9465);
    };
  }

  /** The launcher: what is said behind it are options, or one of its commands. */
  String entryPoint() {
    return "/usr/bin/" + program.packageName();
  }

  Map<String, String> environment() {
    return new TreeMap<>(
        Map.of(
            "PATH", "/usr/bin:/bin",
            "LANG", "C.UTF-8",
            "JAVA_HOME", "/usr/lib/jvm/java-17-openjdk-" + platform.debian()));
  }

  /** Words of a shell that fail when the program does not serve. */
  String health() {
    return "wget -q -O /dev/null http://127.0.0.1:%d/health/ready || exit 1".formatted(adminPort);
  }

  /**
   * As the OCI's list of annotations names them.
   *
   * @param packages what the base consists of
   */
  Map<String, String> labels(String version, String time, List<String> packages) {
    return new TreeMap<>(
        Map.of(
            "org.opencontainers.image.title",
            program.packageName(),
            "org.opencontainers.image.description",
            program.words().get("title"),
            "org.opencontainers.image.version",
            version,
            "org.opencontainers.image.created",
            time,
            "org.opencontainers.image.licenses",
            "Apache-2.0",
            "org.opencontainers.image.vendor",
            "Sluice developers",
            "sluice.base.packages",
            String.join(" ", packages)));
  }
}
