package dev.sluice.cloud.config;

import dev.sluice.config.ConfigException;
import dev.sluice.config.ConfigFile;
import java.net.URI;
import java.net.URISyntaxException;

/**
 * What the URL of a server must be.
 *
 * @param field that holds it
 * @param secretKey the key beside it that names what proves who asks
 */
record UrlRules(ConfigFile source, String field, String secretKey) {
  void check(String text, boolean hasSecret) throws ConfigException {
    URI url = url(text);
    boolean secure = "https".equalsIgnoreCase(url.getScheme());
    if ((!secure && !"http".equalsIgnoreCase(url.getScheme())) || url.getHost() == null) {
      throw source.fault(field, "must be like http://127.0.0.1:8000 or https://models.example");
    }
    if (url.getRawQuery() != null || url.getRawFragment() != null || url.getUserInfo() != null) {
      throw source.fault(field, "must not hold a user, a query or a fragment; use " + secretKey);
    }
    if (hasSecret && !secure && !CloudConfig.isLoopback(url.getHost())) {
      throw source.fault(field, "must be https, because the token could be read on its way");
    }
  }

  private URI url(String text) throws ConfigException {
    try {
      return new URI(text);
    } catch (URISyntaxException e) {
      throw source.fault(field, "is no URL: " + e.getReason());
    }
  }
}
