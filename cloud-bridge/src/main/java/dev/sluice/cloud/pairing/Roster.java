package dev.sluice.cloud.pairing;

import dev.sluice.config.ConfigException;
import dev.sluice.program.PrivateFile;
import dev.sluice.tls.Certificates;
import dev.sluice.uplink.LinkId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The edge nodes that were taken: for each a file with the certificate that counts, and behind it
 * the one that was issued to follow it. The first use of that one ends the other, so that of two
 * who share a stolen key one is soon without.
 */
public final class Roster {
  private static final Logger LOG = LoggerFactory.getLogger(Roster.class);

  /**
   * An edge node.
   *
   * @param until when the certificate that counts expires
   */
  public record Member(String edgeId, Instant until) {}

  private record Known(String fingerprint, Instant until) {
    static Known of(X509Certificate certificate) {
      return new Known(
          Certificates.fingerprint(certificate), certificate.getNotAfter().toInstant());
    }
  }

  private final PairingFolder folder;

  public Roster(PairingFolder folder) {
    this.folder = folder;
  }

  /** From now on that certificate counts, and no other. */
  void enrol(String edgeId, X509Certificate certificate) throws IOException, ConfigException {
    folder.changed(() -> write(edgeId, List.of(Known.of(certificate))));
  }

  /** That certificate follows, unless the edge node was removed meanwhile. */
  boolean follow(String edgeId, X509Certificate certificate) throws IOException, ConfigException {
    return folder.changed(
        () -> {
          List<Known> known = read(edgeId);
          return !known.isEmpty()
              && !write(edgeId, List.of(known.get(0), Known.of(certificate))).isEmpty();
        });
  }

  /** Whether that certificate counts now; any thread. What cannot be read admits nobody. */
  public boolean admits(String edgeId, X509Certificate shown) {
    try {
      List<Known> known = LinkId.isEdgeId(edgeId) ? read(edgeId) : List.of();
      Known one = Known.of(shown);
      boolean admitted = known.contains(one) && folder.now().isBefore(one.until());
      if (admitted && known.indexOf(one) > 0) {
        return folder.changed(
            () -> read(edgeId).contains(one) && !write(edgeId, List.of(one)).isEmpty());
      }
      return admitted;
    } catch (IOException | ConfigException e) {
      LOG.warn("event=roster-unreadable edge={} cause=\"{}\"", edgeId, e.toString());
      return false;
    }
  }

  /** In the order of their names. */
  public List<Member> list() throws IOException {
    List<Member> members = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder.edges())) {
      for (Path file : files.sorted().toList()) {
        String edgeId = file.getFileName().toString();
        List<Known> known = read(edgeId);
        if (!known.isEmpty()) {
          members.add(new Member(edgeId, known.get(known.size() - 1).until()));
        }
      }
    }
    return members;
  }

  /** Its certificates count no more. False when there was no such edge node. */
  public boolean remove(String edgeId) throws IOException, ConfigException {
    return LinkId.isEdgeId(edgeId) && folder.changed(() -> Files.deleteIfExists(file(edgeId)));
  }

  private Path file(String edgeId) {
    return folder.edges().resolve(edgeId);
  }

  private List<Known> write(String edgeId, List<Known> known) throws IOException {
    StringBuilder text = new StringBuilder();
    known.forEach(one -> text.append(one.fingerprint() + " " + one.until() + "\n"));
    PrivateFile.write(file(edgeId), text.toString());
    return known;
  }

  private List<Known> read(String edgeId) throws IOException {
    List<Known> known = new ArrayList<>();
    try {
      for (String line : Files.readAllLines(file(edgeId))) {
        parse(line).ifPresent(known::add);
      }
    } catch (NoSuchFileException e) {
      return List.of();
    }
    return known;
  }

  private static Optional<Known> parse(String line) {
    String[] words = line.split(" ", -1);
    try {
      return words.length == 2
          ? Optional.of(new Known(words[0], Instant.parse(words[1])))
          : Optional.empty();
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }
}
