/**
 * The SSH key: where its ciphertext lies, its decryption by KMS, and the short life of the decrypted file. Knows nothing
 * of appliances or runs. A decrypted key never leaves this package but as a file path.
 */
package io.ghekeeper.key;
