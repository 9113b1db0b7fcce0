package dev.sluice.cloud.pairing;

import dev.sluice.config.ConfigException;
import dev.sluice.program.PrivateFile;
import dev.sluice.tls.Authority;
import dev.sluice.tls.Authority.Issued;
import dev.sluice.tls.Authority.Validity;
import dev.sluice.tls.Certificates;
import dev.sluice.tls.TlsFiles;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The folder of the bridge's authority and of who was taken by it. */
public final class PairingFolder {
  private static final Duration AUTHORITY_LIFE = Duration.ofDays(3650);
  private static final Duration SERVER_LIFE = Duration.ofDays(90);

  /** The clock of who looks at a certificate may be behind ours. */
  private static final Duration BEFORE = Duration.ofHours(1);

  private final Path folder;
  private final Supplier<Instant> clock;
  private final SecureRandom random = new SecureRandom();

  /** What is done while nobody else changes the folder. */
  interface Change<T> {
    T make() throws IOException, ConfigException;
  }

  private PairingFolder(Path folder, Supplier<Instant> clock) {
    this.folder = folder;
    this.clock = clock;
  }

  /**
   * Makes what is missing: the folder, and the authority.
   *
   * @throws ConfigException when a file is faulty
   */
  public static PairingFolder open(Path folder, Supplier<Instant> clock)
      throws IOException, ConfigException {
    var opened = new PairingFolder(folder, clock);
    Files.createDirectories(opened.invitations());
    Files.createDirectories(opened.edges());
    opened.changed(
        () -> {
          if (!Files.exists(opened.authorityFile())) {
            Authority made =
                Authority.create("Sluice bridge", opened.validity(AUTHORITY_LIFE), opened.random);
            PrivateFile.write(opened.file("ca.key"), made.own().key());
            PrivateFile.write(opened.authorityFile(), made.own().certificate());
          }
          return opened;
        });
    return opened;
  }

  private Validity validity(Duration life) {
    Instant now = clock.get();
    return new Validity(now.minus(BEFORE), now.plus(life));
  }

  /** One after the other, in this process and beside it. */
  @SuppressWarnings("try") // The lock is held, not used.
  <T> T changed(Change<T> change) throws IOException, ConfigException {
    synchronized (PairingFolder.class) {
      try (FileChannel lock =
              FileChannel.open(file(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          var held = lock.lock()) {
        return change.make();
      }
    }
  }

  private Path file(String name) {
    return folder.resolve(name);
  }

  /** PEM: the certificate of the authority, for edge nodes. */
  public Path authorityFile() {
    return file("ca.crt");
  }

  Path invitations() {
    return file("invitations");
  }

  Path edges() {
    return file("edges");
  }

  Instant now() {
    return clock.get();
  }

  SecureRandom random() {
    return random;
  }

  Authority authority() throws ConfigException {
    return Authority.load(authorityFile(), file("ca.key"), clock.get(), random);
  }

  /** By which an edge node knows this bridge. */
  public String fingerprint() throws ConfigException {
    return Certificates.fingerprint(TlsFiles.authorities(authorityFile(), Optional.empty()).get(0));
  }

  /**
   * A new certificate for this bridge as a server; it is good for 90 days.
   *
   * @param names by which edge nodes know this machine
   */
  public TlsFiles serverTls(List<String> names) throws IOException, ConfigException {
    renewServer(names);
    return TlsFiles.open(
        new TlsFiles.Settings(
            List.of(new TlsFiles.Pair(file("server.pem"), file("server.pem"))),
            Optional.of(authorityFile()),
            Optional.empty()),
        clock);
  }

  /** Key and certificates in one file, so that both change at once. */
  public void renewServer(List<String> names) throws IOException, ConfigException {
    Authority authority = authority();
    Issued issued = authority.server(names, validity(SERVER_LIFE));
    PrivateFile.write(
        file("server.pem"), issued.key() + issued.certificate() + authority.own().certificate());
  }

  /** From an hour ago, for the clock of the edge node may be behind, unless it lives less. */
  Validity edgeValidity(Duration life) {
    Instant now = clock.get();
    Duration before = life.compareTo(BEFORE) < 0 ? Duration.ofSeconds(1) : BEFORE;
    return new Validity(now.minus(before), now.plus(life));
  }
}
