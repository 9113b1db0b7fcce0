/**
 * Reads the YAML files of {@code config/}: schema check, overrides, defaults, and errors that name
 * file, line, column and field. Imports Jackson, the schema validator and the JDK.
 */
package dev.sluice.config;
