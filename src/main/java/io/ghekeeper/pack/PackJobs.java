package io.ghekeeper.pack;

import io.ghekeeper.seal.PathBytes;
import io.ghekeeper.seal.SealEntry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Cuts what is to be packed into packs: so many bytes of content, or so many files, whichever comes first. */
public final class PackJobs {
    /** A pack has no more members. */
    public static final int MOST_MEMBERS = 8192;

    private final Path snapshot;
    private final JobListener listener;
    private List<PackInput> job = new ArrayList<>();
    private long bytes;

    /** Gets what is to be packed. */
    public interface JobListener {
        /** A large file comes next, in parts; this is any of them. */
        void largeFile(PackInput part) throws IOException, InterruptedException;

        /** One pack. */
        void pack(List<PackInput> job) throws IOException, InterruptedException;
    }

    /** @param snapshot the folder of the snapshot */
    @SuppressWarnings("MissingSummary")
    public PackJobs(Path snapshot, JobListener listener) {
        this.snapshot = snapshot;
        this.listener = listener;
    }

    /**
     * Adds a file.
     *
     * @param missing which parts of it, as {@code 1-1} or {@code 2-2,5-7}
     */
    public void add(SealEntry entry, String missing) throws IOException, InterruptedException {
        Path file = PathBytes.resolve(snapshot, entry.path());
        byte[] digest = entry.digest().orElseThrow(() -> new IOException("a file without a digest"));
        int parts = PackedPart.parts(entry.facts().size());
        if (parts == 1) {
            add(new PackInput(
                    entry.path(),
                    file,
                    entry.facts(),
                    digest,
                    1,
                    1,
                    0,
                    entry.facts().size()));
            return;
        }
        boolean first = true;
        for (String range : missing.split(",", -1)) {
            String[] ends = range.split("-", -1);
            for (int part = Integer.parseInt(ends[0]); part <= Integer.parseInt(ends[1]); part++) {
                long offset = (part - 1) * PackedPart.PART;
                long length = Math.min(PackedPart.PART, entry.facts().size() - offset);
                PackInput input = new PackInput(entry.path(), file, entry.facts(), digest, part, parts, offset, length);
                if (first) {
                    listener.largeFile(input);
                }
                first = false;
                add(input);
            }
        }
    }

    private void add(PackInput input) throws IOException, InterruptedException {
        if (bytes + input.length() > PackedPart.PART || job.size() == MOST_MEMBERS) {
            end();
        }
        job.add(input);
        bytes += input.length();
    }

    /** After the last one. */
    public void end() throws IOException, InterruptedException {
        if (!job.isEmpty()) {
            listener.pack(job);
            job = new ArrayList<>();
            bytes = 0;
        }
    }
}
