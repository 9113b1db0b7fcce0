/**
 * What an examination of a set-up is made of: findings, how they are reported, and knocking at a
 * broker. What is examined is each program's own matter. Imports the configuration's loader,
 * Jackson and the JDK.
 */
package dev.sluice.doctor;
