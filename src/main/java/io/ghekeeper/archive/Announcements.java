package io.ghekeeper.archive;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.lines.DamagedLinesException;
import io.ghekeeper.lines.LineCursor;
import io.ghekeeper.lines.SortedLines;
import io.ghekeeper.lines.SortedLinesWriter;
import io.ghekeeper.lines.WorkFolder;
import io.ghekeeper.store.ObjectContent;
import io.ghekeeper.store.ObjectKey;
import io.ghekeeper.store.ObjectStore;
import io.ghekeeper.text.Sha256;
import io.ghekeeper.volume.AppendStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * What prune runs announced to delete: objects {@code prune/<instant>-<8 digits>.txt.zst}, as {@link SortedLinesWriter} writes
 * them, with a line {@code <key> <version>} for each version. {@code -} is the version in a store that has none.
 */
final class Announcements {
    static final String FOLDER = "prune/";

    private static final Pattern NAME = Pattern.compile(FOLDER + "[0-9]{8}T[0-9]{6}Z-[0-9a-f]{8}\\.txt\\.zst");
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final int DIGITS = 8;

    private final ObjectStore store;
    private final WorkFolder work;

    Announcements(ObjectStore store, WorkFolder work) {
        this.store = store;
        this.work = work;
    }

    /**
     * One of them.
     *
     * @param at when it was put, by the store's word
     */
    record Announcement(ObjectKey key, Optional<String> version, long length, Instant at) {}

    /** Those that there are; a delete marker hides none. */
    List<Announcement> all() {
        List<Announcement> found = new ArrayList<>();
        store.versions(FOLDER, version -> {
            if (!version.deleteMarker() && NAME.matcher(version.key().text()).matches()) {
                found.add(new Announcement(version.key(), version.version(), version.length(), version.modified()));
            }
        });
        return found;
    }

    /**
     * Reads one to its end.
     *
     * @return sorted lines
     * @throws DamagedLinesException when it is not what a prune run wrote
     */
    Path read(Announcement announcement) throws IOException {
        Path file = work.file("announcement");
        try (OutputStream to = new AppendStream(work.disk(), file)) {
            if (announcement.length() > 0) {
                store.fetch(announcement.key(), announcement.version(), 0, announcement.length(), to);
            }
        }
        try (LineCursor lines = new SortedLines(file)) {
            lines.drain();
        }
        return file;
    }

    /**
     * Announces.
     *
     * @param lines as {@link SortedLinesWriter} wrote them
     * @return the key
     * @throws Failure STORE_FAILED where the store has another one of this name
     */
    ObjectKey put(Path lines) throws IOException {
        String unique = UUID.randomUUID().toString().substring(0, DIGITS);
        ObjectKey key = new ObjectKey(FOLDER + TIME.format(store.now()) + "-" + unique + ".txt.zst");
        byte[] sha256;
        try (DigestInputStream bytes = new DigestInputStream(open(lines), Sha256.digest())) {
            bytes.transferTo(OutputStream.nullOutputStream());
            sha256 = bytes.getMessageDigest().digest();
        }
        ObjectContent content = new ObjectContent(Files.size(lines), sha256, () -> open(lines));
        if (store.putIfAbsent(key, content, Optional.empty())
                .or(() -> store.find(key))
                .isEmpty()) {
            throw new Failure(
                    FailureKind.STORE_FAILED,
                    key + " is not there after it was sent",
                    "Find out what else writes to the store or changes it.");
        }
        return key;
    }

    private static InputStream open(Path file) {
        try {
            return Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
