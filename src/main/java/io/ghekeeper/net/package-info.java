/** Connections on which the other side can use only so much memory and time. */
package io.ghekeeper.net;
