package dev.sluice.edge.admin;

import dev.sluice.config.ConfigException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Answers only who knows the token of a file: as Bearer, or as the password of Basic, whatever the
 * user's name, so that a browser asks for it. {@code /health/live} is for everybody: it tells a
 * supervisor nothing but that the process lives.
 */
public final class AdminToken {
  private static final int CHARS_MIN = 16;
  private static final int UNAUTHORIZED = 401;
  private static final String BEARER = "bearer ";
  private static final String BASIC = "basic ";

  private final Path file;
  private volatile byte[] token;

  private AdminToken(Path file, byte[] token) {
    this.file = file;
    this.token = token;
  }

  /**
   * @throws ConfigException when the file holds no token that is hard to guess
   */
  public static AdminToken open(Path file) throws ConfigException {
    return new AdminToken(file, read(file));
  }

  private static byte[] read(Path file) throws ConfigException {
    try {
      String text = Files.readString(file).strip();
      if (text.length() < CHARS_MIN || text.contains("\n")) {
        throw new ConfigException(
            "%s: must hold one line of at least %d characters, such as 'openssl rand -hex 20' makes"
                .formatted(file, CHARS_MIN));
      }
      return text.getBytes(StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new ConfigException(file + ": cannot be read (" + e.getClass().getSimpleName() + ")");
    }
  }

  /** What {@link #reload} reads. */
  public List<Path> watched() {
    return List.of(file);
  }

  /**
   * @return one line: what is in force now
   * @throws ConfigException when the file is faulty: the token of before stays
   */
  public String reload() throws ConfigException {
    token = read(file);
    return "the file's token";
  }

  void check(RoutingContext context) {
    boolean open = context.request().path().equals("/health/live");
    if (open || given(context).filter(this::isToken).isPresent()) {
      context.next();
    } else {
      context
          .response()
          .setStatusCode(UNAUTHORIZED)
          .putHeader("WWW-Authenticate", "Basic realm=\"Sluice\", charset=\"UTF-8\"")
          .end("the token is needed\n");
    }
  }

  private boolean isToken(String given) {
    return MessageDigest.isEqual(token, given.getBytes(StandardCharsets.UTF_8));
  }

  private static Optional<String> given(RoutingContext context) {
    String header = context.request().getHeader(HttpHeaders.AUTHORIZATION);
    if (header == null) {
      return Optional.empty();
    }
    String scheme = header.toLowerCase(Locale.ROOT);
    if (scheme.startsWith(BEARER)) {
      return Optional.of(header.substring(BEARER.length()).strip());
    }
    return scheme.startsWith(BASIC)
        ? passwordOf(header.substring(BASIC.length()).strip())
        : Optional.empty();
  }

  private static Optional<String> passwordOf(String basic) {
    try {
      String pair = new String(Base64.getDecoder().decode(basic), StandardCharsets.UTF_8);
      int colon = pair.indexOf(':');
      return colon < 0 ? Optional.empty() : Optional.of(pair.substring(colon + 1));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
