/**
 * The MQTT broker that the cloud process brings along: Moquette, in memory, with its known traps
 * closed. Owns Moquette's threads; nothing else of this process calls into it, the bridge connects
 * by MQTT as it would to any other broker. Imports Moquette and Netty.
 */
package dev.sluice.cloud.broker;
