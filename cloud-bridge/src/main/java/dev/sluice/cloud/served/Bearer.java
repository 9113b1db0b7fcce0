package dev.sluice.cloud.served;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Locale;

/** The token that callers must know. */
final class Bearer {
  private static final String SCHEME = "bearer ";

  private final byte[] token;

  Bearer(String token) {
    this.token = token.getBytes(StandardCharsets.UTF_8);
  }

  boolean isGiven(HttpServerRequest request) {
    String header = request.getHeader(HttpHeaders.AUTHORIZATION);
    if (header == null || !header.toLowerCase(Locale.ROOT).startsWith(SCHEME)) {
      return false;
    }
    byte[] given = header.substring(SCHEME.length()).strip().getBytes(StandardCharsets.UTF_8);
    return MessageDigest.isEqual(token, given);
  }
}
