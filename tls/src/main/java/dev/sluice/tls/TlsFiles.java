package dev.sluice.tls;

import dev.sluice.config.ConfigException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;

/** The TLS of one listener: what its files say, and again when they have changed. */
public final class TlsFiles {

  /**
   * @param certificate PEM: the server's own first, then whoever signed it
   * @param key PEM, without passphrase
   */
  public record Pair(Path certificate, Path key) {}

  /**
   * @param pairs the first one serves clients that name no host, or one that no certificate is for
   * @param authorities of client certificates
   * @param revoked what they have revoked
   */
  public record Settings(List<Pair> pairs, Optional<Path> authorities, Optional<Path> revoked) {
    public Settings {
      pairs = List.copyOf(pairs);
    }
  }

  private final Settings settings;
  private final Supplier<Instant> wallClock;
  private final ExchangeableKeys keys;
  private final Optional<ExchangeableTrust> trust;

  private TlsFiles(
      Settings settings,
      Supplier<Instant> wallClock,
      ExchangeableKeys keys,
      Optional<ExchangeableTrust> trust) {
    this.settings = settings;
    this.wallClock = wallClock;
    this.keys = keys;
    this.trust = trust;
  }

  /**
   * @throws ConfigException one line: which file, what is wrong with it, what to do
   */
  public static TlsFiles open(Settings settings, Supplier<Instant> wallClock)
      throws ConfigException {
    ExchangeableKeys keys = new ExchangeableKeys(keys(settings, wallClock.get()));
    Optional<X509ExtendedTrustManager> trusted = trust(settings);
    return new TlsFiles(settings, wallClock, keys, trusted.map(ExchangeableTrust::new));
  }

  private static List<ServerKey> keys(Settings settings, Instant now) throws ConfigException {
    List<ServerKey> keys = new ArrayList<>();
    for (Pair pair : settings.pairs()) {
      keys.add(ServerKey.load(pair.certificate(), pair.key(), now));
    }
    return keys;
  }

  private static Optional<X509ExtendedTrustManager> trust(Settings settings)
      throws ConfigException {
    return settings.authorities().isPresent()
        ? Optional.of(ExchangeableTrust.load(settings.authorities().get(), settings.revoked()))
        : Optional.empty();
  }

  /** What {@link #reload} reads. */
  public List<Path> watched() {
    return Stream.of(
            settings.pairs().stream().map(Pair::certificate),
            settings.pairs().stream().map(Pair::key),
            settings.authorities().stream(),
            settings.revoked().stream())
        .flatMap(files -> files)
        .toList();
  }

  /**
   * For handshakes from now on; connections that last are not touched.
   *
   * @return one line: what is served now
   * @throws ConfigException when a file is faulty: what was served stays
   */
  public String reload() throws ConfigException {
    List<ServerKey> next = keys(settings, wallClock.get());
    Optional<X509ExtendedTrustManager> trusted = trust(settings);
    keys.exchange(next);
    trust.ifPresent(known -> known.exchange(trusted.orElseThrow()));
    return "certificate until " + next.get(0).own().getNotAfter().toInstant();
  }

  /** The server's own, one for each pair, as they are served now. */
  public List<X509Certificate> certificates() {
    return keys.current().stream().map(ServerKey::own).toList();
  }

  /**
   * Whose client certificates such files make taken.
   *
   * @throws ConfigException one line: which file, what is wrong with it
   */
  public static List<X509Certificate> authorities(Path file, Optional<Path> revoked)
      throws ConfigException {
    return List.of(ExchangeableTrust.load(file, revoked).getAcceptedIssuers());
  }

  /**
   * Believes those for whom an authority of the file vouches.
   *
   * @throws ConfigException one line: the file, what is wrong with it
   */
  public static X509ExtendedTrustManager trusting(Path file) throws ConfigException {
    return ExchangeableTrust.load(file, Optional.empty());
  }

  public X509ExtendedKeyManager keyManager() {
    return keys;
  }

  /** Empty where no client certificates are asked for. */
  public Optional<X509ExtendedTrustManager> trustManager() {
    return trust.map(found -> found);
  }
}
