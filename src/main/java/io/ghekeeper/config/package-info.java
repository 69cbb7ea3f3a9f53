/**
 * One file and the environment, read into the settings records of the other packages. Every key is declared once, in the
 * schema; validation, the effective configuration, the sample file and the reference page come from there.
 */
package io.ghekeeper.config;
