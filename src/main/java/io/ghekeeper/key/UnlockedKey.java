package io.ghekeeper.key;

import java.util.Arrays;

/** A decrypted key in memory; closed, it is overwritten there. */
public final class UnlockedKey implements AutoCloseable {
    private final PrivateKeyText text;
    private final boolean plain;

    UnlockedKey(PrivateKeyText text, boolean plain) {
        this.text = text;
        this.plain = plain;
    }

    PrivateKeyText text() {
        return text;
    }

    public KeyDescription description() {
        return text.description();
    }

    /** Whether the configured value was the key itself, not encrypted. */
    public boolean plain() {
        return plain;
    }

    @Override
    public void close() {
        Arrays.fill(text.bytes(), (byte) 0);
    }
}
