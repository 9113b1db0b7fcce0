/**
 * The edge node's MQTT connection to the cloud's broker, on the broker loop. Imports {@code
 * dev.sluice.edge.core}, the uplink's topic names and the Vert.x MQTT client.
 */
package dev.sluice.edge.cloudlink;
