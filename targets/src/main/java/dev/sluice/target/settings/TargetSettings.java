package dev.sluice.target.settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import javax.net.ssl.SSLContext;

/** The settings of one engine, checked as they are read. */
public final class TargetSettings {
  /** Of {@link #tls()}; names of a kind that has it hold these too. */
  public static final Set<String> TLS = Set.of("tls", "ca-file", "certificate-file", "key-file");

  private final Map<String, String> said;

  /**
   * @param kind for the message
   * @param known names that there are
   * @throws IllegalArgumentException for a name that there is not
   */
  public TargetSettings(String kind, Map<String, String> said, Set<String> known) {
    this.said = Map.copyOf(said);
    for (String name : new TreeSet<>(said.keySet())) {
      if (!known.contains(name)) {
        throw fault(name, "is no setting of " + kind + "; there are " + new TreeSet<>(known));
      }
    }
  }

  public String text(String name, String otherwise) {
    return text(name).orElse(otherwise);
  }

  /** Empty when it was not set. */
  public Optional<String> text(String name) {
    return Optional.ofNullable(said.get(name));
  }

  /**
   * @throws IllegalArgumentException for what is no number from 1 to the most
   */
  public int number(String name, int otherwise, int most) {
    String text = text(name, Integer.toString(otherwise));
    try {
      int value = Integer.parseInt(text);
      if (value >= 1 && value <= most) {
        return value;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw fault(name, "must be a number from 1 to %d (found %s)".formatted(most, text));
  }

  /**
   * One of some words, the first of them when it was not set.
   *
   * @throws IllegalArgumentException for any other
   */
  public String choice(String name, String... words) {
    String text = text(name, words[0]);
    if (!List.of(words).contains(text)) {
      throw fault(name, "must be one of %s (found %s)".formatted(String.join(", ", words), text));
    }
    return text;
  }

  /**
   * What a file holds, without the space around it.
   *
   * @throws IllegalArgumentException when the file cannot be read or is empty
   */
  public Optional<String> secret(String name) {
    return text(name).map(file -> line(name, file));
  }

  private static String line(String name, String file) {
    String text = read(name, file).strip();
    if (text.isEmpty()) {
      throw fault(name, file + " is empty");
    }
    return text;
  }

  /**
   * As {@link #secret}, for what must not be read on its way to an engine elsewhere.
   *
   * @throws IllegalArgumentException for another machine without TLS
   */
  public Optional<String> secret(String name, String host) {
    if (text(name).isPresent() && !isLoopback(host) && !hasTls()) {
      throw fault(name, "could be read on its way to " + host + "; set tls: true");
    }
    return secret(name);
  }

  private static boolean isLoopback(String host) {
    return host.equals("localhost") || host.equals("::1") || host.startsWith("127.");
  }

  /**
   * How the engine proves who it is, and the bridge too when it has a certificate.
   *
   * @return empty without TLS
   * @throws IllegalArgumentException for files that are none
   */
  public Optional<SSLContext> tls() {
    if (!hasTls()) {
      for (String name : new TreeSet<>(TLS)) {
        if (said.containsKey(name) && !name.equals("tls")) {
          throw fault(name, "is of no use without tls: true");
        }
      }
      return Optional.empty();
    }
    Optional<String> certificate = pem("certificate-file");
    Optional<String> key = pem("key-file");
    if (certificate.isPresent() != key.isPresent()) {
      throw fault(
          key.isPresent() ? "key-file" : "certificate-file",
          "needs the other of certificate-file and key-file");
    }
    return Optional.of(PemContext.of(pem("ca-file"), certificate, key));
  }

  private boolean hasTls() {
    String text = text("tls", "false");
    if (!text.equals("true") && !text.equals("false")) {
      throw fault("tls", "must be true or false (found " + text + ")");
    }
    return text.equals("true");
  }

  /**
   * A file of {@link #tls()} as it is, for clients that take no context.
   *
   * @throws IllegalArgumentException when it cannot be read
   */
  public Optional<String> pem(String name) {
    return text(name).map(file -> read(name, file));
  }

  private static String read(String name, String file) {
    try {
      return Files.readString(Path.of(file));
    } catch (IOException e) {
      throw new IllegalArgumentException(name + ": " + file + " cannot be read", e);
    }
  }

  /** For what a kind finds wrong itself. */
  public static IllegalArgumentException fault(String name, String what) {
    return new IllegalArgumentException(name + ": " + what);
  }
}
