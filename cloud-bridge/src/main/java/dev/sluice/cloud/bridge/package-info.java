/**
 * The bridge's own MQTT connection to the cloud's broker, whichever that is. Owned by one Vert.x
 * event loop, on which everything is called and told. Imports Vert.x MQTT and the link's topics.
 */
package dev.sluice.cloud.bridge;
