/**
 * The engine backup-utils. Everything that is known of backup-utils (its configuration, arguments, markers, output and
 * exit statuses) is known here and nowhere else. Knows nothing of runs, keys or schedules: it is handed what it needs.
 */
package io.ghekeeper.engine.backuputils;
