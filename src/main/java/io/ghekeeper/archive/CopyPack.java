package io.ghekeeper.archive;

import io.ghekeeper.pack.PackInput;
import io.ghekeeper.pack.PackJobs;
import io.ghekeeper.pack.PackedPart;
import io.ghekeeper.seal.EntryFacts;
import io.ghekeeper.seal.SealProgress;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;

/**
 * A pack that is written while a seal reads. Whatever hangs is given up after some time, as the seal waits for it. One thread at a
 * time uses it.
 */
final class CopyPack implements AutoCloseable {
    private final CopyPatience patience;
    private final PackStream pack;
    private OutputStream member = OutputStream.nullOutputStream();
    private long bytes;

    private CopyPack(PackStream pack, CopyPatience patience) {
        this.pack = pack;
        this.patience = patience;
    }

    /** @param longest that one step may take */
    @SuppressWarnings("MissingSummary")
    static CopyPack begin(ObjectWriter objects, SealProgress progress, Duration longest) throws IOException {
        CopyPatience patience = new CopyPatience(progress, longest);
        return new CopyPack(PackStream.begin(objects, patience), patience);
    }

    /** Whether it has room for so many bytes more. */
    boolean fits(long length) {
        return bytes + length <= PackedPart.PART && pack.members() < PackJobs.MOST_MEMBERS;
    }

    void begin(String path, EntryFacts facts) throws IOException {
        patience.begin();
        member = pack.begin(path, facts, facts.size());
        bytes += facts.size();
    }

    void write(byte[] content, int offset, int count) throws IOException {
        patience.begin();
        member.write(content, offset, count);
    }

    void end(PackInput input) throws IOException {
        pack.end(input, input.digest());
    }

    PackedFile finish() throws IOException {
        patience.begin();
        return pack.finish();
    }

    @Override
    public void close() {
        pack.close();
    }
}
