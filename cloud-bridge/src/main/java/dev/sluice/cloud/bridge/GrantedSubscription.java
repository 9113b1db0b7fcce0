package dev.sluice.cloud.bridge;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.mqtt.MqttClient;
import java.util.Map;

/**
 * Done when the broker has granted all of it: a client's own subscribe is done as soon as the
 * packet is written, and what others publish until it is granted goes nowhere.
 */
final class GrantedSubscription {
  private static final int REFUSED = 0x80;

  private GrantedSubscription() {}

  /**
   * Once for a client.
   *
   * @param filters to their highest Quality of Service, 0 to 2
   * @return fails when one of them is refused, or the packet cannot be written; never ends where
   *     the broker does not answer
   */
  static Future<Void> ask(MqttClient client, Map<String, Integer> filters) {
    Promise<Void> granted = Promise.promise();
    client.subscribeCompletionHandler(
        answer -> {
          if (answer.grantedQoSLevels().contains(REFUSED)) {
            granted.tryFail("the broker refuses a subscription; allow " + filters.keySet());
          } else {
            granted.tryComplete();
          }
        });
    client.subscribe(filters).onFailure(granted::tryFail);
    return granted.future();
  }
}
