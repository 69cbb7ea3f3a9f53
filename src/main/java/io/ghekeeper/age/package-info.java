/**
 * Encryption by age: recipients, identities, which are in memory only, and the programs that encrypt and decrypt. What cannot be
 * decrypted is an unreadable object, as one that is lost or damaged is.
 */
package io.ghekeeper.age;
