/**
 * The command {@code ./sluice config}: checks, shows and compares configuration files of every kind
 * whose program is on the class path. Imports the loader beside it, picocli and Jackson.
 */
package dev.sluice.config.command;
