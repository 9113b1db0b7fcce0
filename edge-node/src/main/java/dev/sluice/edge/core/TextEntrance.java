package dev.sluice.edge.core;

import dev.sluice.broker.BrokerCore;
import dev.sluice.topic.TopicFilter;

/** How a message reaches a text route; each is three internal consumers of the broker. */
enum TextEntrance {
  /** By the route's own filter. */
  MATCH(0),
  /** By the route's name. */
  REQUEST(1),
  /** To end a request. */
  CANCEL(2);

  private static final int COUNT = 3;

  /** Far behind the consumers of other routes. */
  private static final int FIRST = 1 << 20;

  private final int offset;

  TextEntrance(int offset) {
    this.offset = offset;
  }

  static boolean isOne(int consumer) {
    return consumer >= FIRST;
  }

  static int routeOf(int consumer) {
    return (consumer - FIRST) / COUNT;
  }

  static TextEntrance of(int consumer) {
    return values()[(consumer - FIRST) % COUNT];
  }

  private int consumer(TextRoute text) {
    return FIRST + text.route().index() * COUNT + offset;
  }

  private TopicFilter filterOf(TextRoute text) {
    return switch (this) {
      case MATCH -> text.route().filter();
      case REQUEST -> text.route().requestFilter();
      case CANCEL -> text.cancelFilter();
    };
  }

  void open(BrokerCore broker, TextRoute text) {
    broker.subscribeInternal(consumer(text), filterOf(text));
  }

  void close(BrokerCore broker, TextRoute text) {
    broker.unsubscribeInternal(consumer(text), filterOf(text));
  }
}
