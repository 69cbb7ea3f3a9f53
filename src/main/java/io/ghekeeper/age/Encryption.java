package io.ghekeeper.age;

import java.io.OutputStream;

/** How objects are encrypted before they lie in the outbox. Several threads use it at the same time. */
public interface Encryption {
    /** What the names of encrypted objects end with: {@code .age}, or nothing. */
    String suffix();

    /** For whom: a word that is another one for each other set of recipients. */
    String recipients();

    /**
     * Begins an object.
     *
     * @param to gets the encrypted bytes, and is not closed. Another thread may write to it, until the stream that is returned
     *     is finished or closed
     * @param goOn is asked every few milliseconds while a program works; what it throws ends the object
     * @throws io.ghekeeper.failure.Failure ENCRYPTION_FAILED
     */
    EncryptedStream begin(OutputStream to, Runnable goOn);
}
