package io.ghekeeper.key;

import java.security.KeyPair;
import java.util.Arrays;

/**
 * A decrypted private key in memory. Its text never leaves this package: a login takes {@link #pair}, the engine takes the
 * file that {@link Keys#write} makes. The code that creates it closes it; closing overwrites it. Any thread may close it.
 */
public final class UnlockedKey implements AutoCloseable {
    private final byte[] text;

    private final KeyDescription description;
    private final boolean plain;
    private volatile boolean closed;

    /**
     * A checked key.
     *
     * @param text the key's lines and nothing else, each with its line feed; belongs to this object from now on
     * @param plain whether the configured value was the key itself
     */
    UnlockedKey(byte[] text, KeyDescription description, boolean plain) {
        this.text = text;
        this.description = description;
        this.plain = plain;
    }

    /** Not a copy: it is overwritten when this is closed. */
    byte[] text() {
        if (closed) {
            throw new IllegalStateException("the private key was used after it was closed");
        }
        return text;
    }

    /**
     * Both halves, for a login. The JDK has no way to overwrite its key objects, so keep them for one login only.
     *
     * @throws IllegalStateException after {@link #close}
     */
    public KeyPair pair() {
        return PrivateKeyText.pair(text());
    }

    public KeyDescription description() {
        return description;
    }

    /** Whether the configured value was the key itself, not encrypted. */
    public boolean plain() {
        return plain;
    }

    @Override
    public void close() {
        closed = true;
        Arrays.fill(text, (byte) 0);
    }

    @Override
    public String toString() {
        return "private key of " + description;
    }
}
