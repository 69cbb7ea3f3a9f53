/** What can go wrong, in one list: the failure thrown everywhere and the kinds that scripts and alerts rely on. */
package io.ghekeeper.failure;
