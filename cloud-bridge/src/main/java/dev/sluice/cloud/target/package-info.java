/**
 * What the bridge does for targets beside delivering: which messages they get, as which records,
 * and the folder of dead letters. Imports {@code dev.sluice.target}, the protocol's messages,
 * Jackson and the JDK.
 */
package dev.sluice.cloud.target;
