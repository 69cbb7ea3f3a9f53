/**
 * The releases of GitHub Enterprise Server and of backup-utils: which exist, how long they are supported, and which fits
 * which. Pure: it asks no appliance and reads no clock.
 */
package io.ghekeeper.release;
