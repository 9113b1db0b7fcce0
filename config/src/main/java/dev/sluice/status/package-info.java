/**
 * The commands {@code ./sluice status} and {@code ./sluice top}: what a program that runs says of
 * itself, asked on its admin port, which is found by the program's own configuration. Reads and
 * changes nothing. Imports the configuration's loader, picocli, Jackson and the JDK's HTTP client.
 */
package dev.sluice.status;
