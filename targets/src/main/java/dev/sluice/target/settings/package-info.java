/**
 * What the settings of engines have in common: names, bounds, secrets in files, TLS. Its faults are
 * {@code IllegalArgumentException}s that begin with the name of the setting. Imports the JDK.
 */
package dev.sluice.target.settings;
