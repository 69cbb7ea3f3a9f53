/**
 * Imports from earlier tools: reads a crontab and a backup.config as data, and writes a configuration file with what it
 * could take over. Only {@code config import} uses it.
 */
package io.ghekeeper.migrate;
