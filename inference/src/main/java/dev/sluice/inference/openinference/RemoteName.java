package dev.sluice.inference.openinference;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * What a server calls a model.
 *
 * @param version one of several; empty for the one that the server chooses
 */
public record RemoteName(String name, Optional<String> version) {
  /** Below the server's URL. */
  String path() {
    return "/v2/models/"
        + encoded(name)
        + version.map(one -> "/versions/" + encoded(one)).orElse("");
  }

  private static String encoded(String part) {
    return URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
