/**
 * The read-only port: takes requests, bounded in size, time and number, and hands out what others have ready. Knows nothing
 * of backups.
 */
package io.ghekeeper.http;
