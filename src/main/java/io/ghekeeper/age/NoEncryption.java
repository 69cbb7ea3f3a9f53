package io.ghekeeper.age;

import java.io.IOException;
import java.io.OutputStream;

/** Objects lie in the store as they are: who may read the store may read the snapshots. */
public final class NoEncryption implements Encryption {
    @Override
    public String suffix() {
        return "";
    }

    @Override
    public String recipients() {
        return "all";
    }

    @Override
    public EncryptedStream begin(OutputStream to, Runnable goOn) {
        return new EncryptedStream() {
            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                to.write(bytes, offset, length);
            }

            @Override
            public void finish() {}

            @Override
            public void close() {}
        };
    }
}
