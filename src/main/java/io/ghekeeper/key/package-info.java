/**
 * The SSH key: where its ciphertext lies, its decryption by KMS, and the short life of the decrypted file. Knows nothing
 * of appliances or runs. A decrypted key leaves this package as a
 * file path, or as the key pair of one login; its text never does.
 */
package io.ghekeeper.key;
