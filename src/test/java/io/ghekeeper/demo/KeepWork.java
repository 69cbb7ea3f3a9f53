package io.ghekeeper.demo;

import io.ghekeeper.age.AgeEncryption;
import io.ghekeeper.age.AgeRecipient;
import io.ghekeeper.age.ArchiveIdentity;
import io.ghekeeper.age.EncryptedStream;
import io.ghekeeper.archive.ArchiveAccess;
import io.ghekeeper.archive.ArchiveOptions;
import io.ghekeeper.archive.ArchiveProgress;
import io.ghekeeper.archive.Archiver;
import io.ghekeeper.archive.FetchPaths;
import io.ghekeeper.archive.SnapshotFetch;
import io.ghekeeper.archive.SnapshotFetch.OpenFetch;
import io.ghekeeper.archive.StoreVerifier;
import io.ghekeeper.archive.StoreVerifyOptions;
import io.ghekeeper.lab.Unwatched;
import io.ghekeeper.seal.Sealer;
import io.ghekeeper.seal.Verifier;
import io.ghekeeper.snapshot.DataSettings;
import io.ghekeeper.snapshot.FileChecks;
import io.ghekeeper.snapshot.RemovalPermits;
import io.ghekeeper.snapshot.RemovalProgress;
import io.ghekeeper.snapshot.Snapshot;
import io.ghekeeper.snapshot.SnapshotRemoval;
import io.ghekeeper.snapshot.StoredCopy;
import io.ghekeeper.store.FolderStore;
import io.ghekeeper.volume.LocalDisk;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One piece of work of the keep lane, in a process of its own with the options of that lane. {@code seal DATA STATE ID} and
 * {@code verify DATA STATE ID} and {@code delete DATA STATE ID}; prints the most memory that was resident, in MiB. {@code
 * archive DATA STATE ID STORE RECIPIENT...} prints the bytes of content that it read instead; {@code read} with the same
 * reads all objects of the store; {@code fetch DATA STATE ID STORE IDENTITY TARGET} fetches it into a folder; {@code encrypt} encrypts zeros to nowhere, and prints the MiB in a second.
 */
public final class KeepWork {
    private static final Pattern MOST_RESIDENT = Pattern.compile("VmHWM:\\s+(\\d+) kB");
    private static final int KIB = 1024;

    /** As the command has it. */
    private static final int READERS = Math.min(4, Runtime.getRuntime().availableProcessors() + 1);

    private static final int REMOVERS = 4;

    /** As {@code archive.parallel} is by default. */
    private static final int LANES = 2;

    private static final int RECIPIENTS = 5;
    private static final int ENCRYPTED_OBJECTS = 32;
    private static final long OBJECT_MIB = 48;

    private KeepWork() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path directory = Path.of(arguments[1], arguments[3]);
        Path state = Path.of(arguments[2]);
        Snapshot snapshot = new Snapshot(arguments[3], directory, true, true, Optional.of("v3.12.1"));
        if (arguments[0].equals("archive")) {
            List<String> recipients = List.of(arguments).subList(RECIPIENTS, arguments.length);
            System.out.println(archive(snapshot, state, Path.of(arguments[RECIPIENTS - 1]), recipients));
            System.exit(0);
        } else if (arguments[0].equals("encrypt")) {
            System.out.println(encrypt(List.of(arguments).subList(RECIPIENTS, arguments.length)));
            System.exit(0);
        } else if (arguments[0].equals("read")) {
            read(state, Path.of(arguments[RECIPIENTS - 1]));
        } else if (arguments[0].equals("fetch")) {
            fetch(state, arguments[3], Path.of(arguments[4]), Path.of(arguments[5]), Path.of(arguments[6]));
        } else if (arguments[0].equals("delete")) {
            delete(Path.of(arguments[1]), arguments[3]);
        } else if (arguments[0].equals("seal")) {
            new Sealer(state, new LocalDisk(), Clock.systemUTC(), READERS)
                    .seal(snapshot, "bench", FileChecks.NONE, new Unwatched());
        } else {
            var verified = new Verifier(state, new LocalDisk(), Clock.systemUTC(), READERS)
                    .verify(snapshot, List.of(), difference -> {}, new Unwatched());
            if (!verified.isWhole()) {
                throw new IllegalStateException("differences in " + directory);
            }
        }
        Matcher resident = MOST_RESIDENT.matcher(Files.readString(Path.of("/proc/self/status")));
        System.out.println(resident.find() ? Long.parseLong(resident.group(1)) / KIB : -1);
        System.exit(0);
    }

    private static void delete(Path data, String id) {
        SnapshotRemoval removal = new SnapshotRemoval(
                new DataSettings(data, Duration.ofDays(1)),
                new LocalDisk(),
                SnapshotRemoval.SnapshotRecords.NONE,
                REMOVERS);
        if (!removal.begin(id, snapshot -> Optional.of(new Permitted()), aside -> true)) {
            throw new IllegalStateException(id + " was not removed");
        }
        removal.end(id, RemovalProgress.UNLIMITED);
    }

    private static long archive(Snapshot snapshot, Path state, Path store, List<String> recipients) {
        AtomicLong read = new AtomicLong();
        ArchiveProgress progress = new ArchiveProgress() {
            @Override
            public void readBytes(long bytes) {
                read.addAndGet(bytes);
            }

            @Override
            public void sentBytes(long bytes) {}

            @Override
            public void requireGoOn() {}
        };
        Archiver archiver = new Archiver(
                state,
                new LocalDisk(),
                Clock.systemUTC(),
                new FolderStore(store, new LocalDisk(), Clock.systemUTC()),
                new AgeEncryption(AgeRecipient.all(recipients)),
                new ArchiveOptions("file://" + store, Optional.empty(), LANES, OptionalLong.empty(), Optional.empty()),
                System.err::println);
        archiver.archive(snapshot, "bench", progress);
        return read.get();
    }

    private static void read(Path state, Path store) {
        StoreVerifyOptions options = new StoreVerifyOptions(
                "file://" + store, LANES, OptionalLong.empty(), Optional.empty(), Optional.empty(), true, Set.of());
        FolderStore objects = new FolderStore(store, new LocalDisk(), Clock.systemUTC());
        var found = new StoreVerifier(state, new LocalDisk(), Clock.systemUTC(), objects, options, System.err::println)
                .verify("bench", ArchiveProgress.UNWATCHED);
        if (!found.unread().isEmpty()
                || found.verification().oldestReading().isEmpty()
                || !found.verification().snapshots().stream().allMatch(StoredCopy::isWhole)) {
            throw new IllegalStateException("faults in " + store);
        }
    }

    private static void fetch(Path state, String id, Path store, Path identity, Path target) throws IOException {
        FolderStore objects = new FolderStore(store, new LocalDisk(), Clock.systemUTC());
        try (ArchiveIdentity read = ArchiveIdentity.of(Files.readAllBytes(identity), identity.toString());
                OpenFetch open = new SnapshotFetch(
                                new ArchiveAccess(state, new LocalDisk(), objects, Optional.of(read), LANES),
                                System.err::println)
                        .open(ArchiveProgress.UNWATCHED)) {
            open.fetch(id, target, FetchPaths.ALL);
        }
    }

    /** As many objects at a time as an archive run makes, each of the size of a pack. */
    private static long encrypt(List<String> recipients) throws InterruptedException {
        AgeEncryption age = new AgeEncryption(AgeRecipient.all(recipients));
        ExecutorService lanes = Executors.newFixedThreadPool(LANES);
        long begin = System.nanoTime();
        List<Callable<Void>> objects = Collections.nCopies(ENCRYPTED_OBJECTS, () -> {
            byte[] piece = new byte[1 << 20];
            try (EncryptedStream object = age.begin(OutputStream.nullOutputStream(), () -> {})) {
                for (int i = 0; i < OBJECT_MIB; i++) {
                    object.write(piece, 0, piece.length);
                }
                object.finish();
            }
            return null;
        });
        for (Future<Void> object : lanes.invokeAll(objects)) {
            try {
                object.get();
            } catch (ExecutionException e) {
                throw new IllegalStateException(e);
            }
        }
        return TimeUnit.SECONDS.toNanos(ENCRYPTED_OBJECTS * OBJECT_MIB) / (System.nanoTime() - begin);
    }

    private static final class Permitted implements RemovalPermits.RemovalPermit {
        @Override
        public boolean holds() {
            return true;
        }

        @Override
        public void close() {}
    }
}
