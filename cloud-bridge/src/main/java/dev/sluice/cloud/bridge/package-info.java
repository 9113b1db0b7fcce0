/**
 * The bridge's own connections to the cloud's broker, whichever that is: one for the link, in MQTT
 * 3.1.1, and the outlet, in MQTT 5. Owned by one Vert.x event loop, on which everything is called
 * and told. Imports Vert.x, its MQTT client, Netty's MQTT codec, and values of the link.
 */
package dev.sluice.cloud.bridge;
