/** Cron lines to instants. Pure: no clock, no threads, no I/O. */
package io.ghekeeper.schedule;
