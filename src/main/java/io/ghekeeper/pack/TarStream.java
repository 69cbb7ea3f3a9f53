package io.ghekeeper.pack;

import io.ghekeeper.seal.EntryFacts;
import java.io.IOException;
import java.io.OutputStream;

/** A tar archive that is being written: files, one after the other. */
public final class TarStream extends OutputStream {
    private static final byte[] ZEROS = new byte[2 * PaxHeader.BLOCK];

    private final OutputStream to;
    private long offset;
    private long left;

    /** @param to is not closed */
    @SuppressWarnings("MissingSummary")
    public TarStream(OutputStream to) {
        this.to = to;
    }

    /**
     * Begins a member, whose content is written then.
     *
     * @param name as {@link io.ghekeeper.seal.PathBytes}
     * @param length of the content
     * @return where in the archive its content begins
     */
    public long begin(String name, EntryFacts facts, long length) throws IOException {
        endMember();
        emit(PaxHeader.of(name, facts, length));
        left = length;
        return offset;
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        if (length > left) {
            throw new IllegalStateException("the member has " + left + " bytes left, and gets " + length);
        }
        to.write(bytes, from, length);
        offset += length;
        left -= length;
    }

    @Override
    public void write(int one) throws IOException {
        write(new byte[] {(byte) one}, 0, 1);
    }

    /** Ends the last member, and the archive. */
    public void finish() throws IOException {
        endMember();
        emit(ZEROS);
    }

    private void endMember() throws IOException {
        if (left > 0) {
            throw new IllegalStateException("the member lacks " + left + " bytes");
        }
        int padding = PaxHeader.padding(offset);
        to.write(ZEROS, 0, padding);
        offset += padding;
    }

    private void emit(byte[] blocks) throws IOException {
        to.write(blocks);
        offset += blocks.length;
    }
}
