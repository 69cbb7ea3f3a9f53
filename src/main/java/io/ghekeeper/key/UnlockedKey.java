package io.ghekeeper.key;

import java.nio.charset.StandardCharsets;
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

    /** For a login of our own, which needs no file as the engine's ssh does. Never to be written anywhere. */
    public String privateKey() {
        return new String(text.bytes(), StandardCharsets.UTF_8);
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
