/**
 * MQTT on sockets: Vert.x MQTT listens and lays out the transport, everything from the bytes of a
 * client on is ours. Packets become inputs of the broker core, and the core's effects become bytes,
 * one write per connection and event-loop pass.
 *
 * <p>All state belongs to the event loop that called {@link dev.sluice.edge.mqtt.MqttListener}; no
 * other thread enters. May import {@code dev.sluice.broker}, {@code dev.sluice.mqtt}, {@code
 * dev.sluice.topic}, Vert.x, Netty and slf4j; nothing else of the edge node.
 */
package dev.sluice.edge.mqtt;
