package dev.sluice.uplink;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What an edge node needs to know to be taken by a bridge, in one word that people carry from one
 * to the other.
 *
 * @param edgeId the only one that it is for
 * @param host where the bridge can be asked
 * @param port by HTTPS
 * @param secret proves the invitation; 32 hexadecimal digits
 * @param fingerprint SHA-256 of the certificate of the bridge's authority, by which the edge node
 *     knows whom it talks to; 64 hexadecimal digits
 */
public record PairToken(String edgeId, String host, int port, String secret, String fingerprint) {
  private static final String BEGIN = "sluice-pair-1.";
  private static final String SEPARATOR = " ";
  private static final int FIELDS = 5;
  private static final int TEXT_CHARS_MAX = 1_024;
  private static final int PORT_MAX = 65_535;
  private static final Pattern HOST = Pattern.compile("[A-Za-z0-9.:_-]{1,253}");
  private static final Pattern SECRET = Pattern.compile("[0-9a-f]{32}");
  private static final Pattern FINGERPRINT = Pattern.compile("[0-9a-f]{64}");

  public PairToken {
    boolean fine =
        LinkId.isEdgeId(edgeId)
            && HOST.matcher(host).matches()
            && port > 0
            && port <= PORT_MAX
            && SECRET.matcher(secret).matches()
            && FINGERPRINT.matcher(fingerprint).matches();
    if (!fine) {
      throw new IllegalArgumentException("no token for '" + edgeId + "' at " + host + ":" + port);
    }
  }

  /** Empty when the text is none, or only a part of one. */
  public static Optional<PairToken> parse(String text) {
    if (!text.startsWith(BEGIN) || text.length() > TEXT_CHARS_MAX) {
      return Optional.empty();
    }
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(text.substring(BEGIN.length()));
      String[] fields = new String(bytes, UTF_8).split(SEPARATOR, -1);
      return fields.length == FIELDS
          ? Optional.of(
              new PairToken(
                  fields[0], fields[1], Integer.parseInt(fields[2]), fields[3], fields[4]))
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** One word without spaces or quotes. */
  public String text() {
    String fields =
        String.join(SEPARATOR, edgeId, host, Integer.toString(port), secret, fingerprint);
    return BEGIN + Base64.getUrlEncoder().withoutPadding().encodeToString(fields.getBytes(UTF_8));
  }

  /** Never the secret. */
  @Override
  public String toString() {
    return "PairToken[" + edgeId + " at " + host + ":" + port + "]";
  }
}
