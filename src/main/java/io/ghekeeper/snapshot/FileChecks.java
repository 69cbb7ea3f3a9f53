package io.ghekeeper.snapshot;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.snapshot.ContentCheck.CheckVerdict;
import io.ghekeeper.text.FileError;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongConsumer;

/**
 * Deep checks of the files that lie directly in a snapshot: each is read to its end. A dump of MySQL is unpacked up to its
 * closing line, the checksum of a Redis dump is verified, tar archives are listed, JSON is parsed. One who reads a file for
 * another purpose can have it checked in the same reading.
 */
public final class FileChecks {
    /** A snapshot has about ten of them; their results are kept in one document. */
    private static final int MOST = 200;

    /** Checks nothing. */
    public static final FileChecks NONE = new FileChecks(Path.of(""), Set.of(), Set.of(), 0);

    private final Path directory;
    private final Set<String> names;
    private final Set<Path> files;
    private final int left;
    private final Map<Path, ContentCheck> results = new ConcurrentHashMap<>();

    private FileChecks(Path directory, Set<String> names, Set<Path> files, int left) {
        this.directory = directory;
        this.names = names;
        this.files = files;
        this.left = left;
    }

    /**
     * Those of a snapshot, none of them done.
     *
     * @throws IOException when the snapshot cannot be listed
     */
    public static FileChecks of(Snapshot snapshot) throws IOException {
        Set<String> names = new TreeSet<>();
        TreeSet<Path> files = new TreeSet<>();
        int left = 0;
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(snapshot.directory())) {
            for (Path entry : entries) {
                String name = entry.getFileName().toString();
                names.add(name);
                if (FileForm.isKnown(name) && Files.isRegularFile(entry, LinkOption.NOFOLLOW_LINKS)) {
                    files.add(entry);
                }
                if (files.size() > MOST) {
                    files.pollLast();
                    left++;
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return new FileChecks(snapshot.directory(), names, files, left);
    }

    /** Whether it checks this file. */
    public boolean includes(Path file) {
        return files.contains(file);
    }

    /**
     * Checks a file that another one reads, from the beginning on and as far as the check needs. Several threads call it. A
     * check that fails is a result.
     *
     * @param open the file, at its beginning; what the check did not read is behind its place afterwards
     * @param listener hears of all bytes up to there
     * @throws IOException when a read failed
     * @throws Failure what {@code listener} throws
     */
    public void check(Path file, FileChannel open, ContentStream.BytesListener listener) throws IOException {
        ContentStream content = new ContentStream(open, listener);
        results.put(file, judged(file, FormReading.toTheEnd(open, content)));
        content.requireRead();
    }

    /**
     * Checks what was not checked yet. A thread that is interrupted ends with results that mean nothing.
     *
     * @param read hears of bytes that were read
     * @return the results of all
     */
    public List<ContentCheck> results(LongConsumer read) {
        List<ContentCheck> all = new ArrayList<>();
        for (Path file : files) {
            if (!results.containsKey(file)) {
                check(file, read);
            }
            all.add(results.get(file));
        }
        if (left > 0) {
            all.add(new ContentCheck("others", CheckVerdict.UNKNOWN, Optional.of(left + " more were not checked")));
        }
        return all;
    }

    private void check(Path file, LongConsumer read) {
        try (FileChannel open = FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
            check(file, open, (bytes, from, count) -> read.accept(count));
        } catch (IOException unreadable) {
            results.put(file, result(file, CheckVerdict.FAILED, "cannot be read: " + FileError.words(unreadable)));
        }
    }

    private ContentCheck judged(Path file, FormReading reading) {
        String name = file.getFileName().toString();
        try {
            if (Content.isEmpty(file, reading.file().size())) {
                return result(file, CheckVerdict.UNKNOWN, "is empty");
            }
            Optional<String> defect = FileForm.defect(directory, name, names, reading);
            if (defect.isPresent()) {
                return result(file, CheckVerdict.FAILED, defect.get());
            }
        } catch (IOException unreadable) {
            return result(file, CheckVerdict.FAILED, "cannot be read: " + FileError.words(unreadable));
        } catch (Failure stop) {
            throw stop;
        } catch (RuntimeException unforeseen) {
            // Who reads the file for another purpose goes on.
            return result(file, CheckVerdict.UNKNOWN, "cannot be checked: " + unforeseen);
        }
        return name.equals(SnapshotLayout.MYSQL) && !FileForm.isLogicalDump(names)
                ? result(file, CheckVerdict.UNKNOWN, "is in a form that is not known here")
                : new ContentCheck(name, CheckVerdict.PASSED, Optional.empty());
    }

    private static ContentCheck result(Path file, CheckVerdict outcome, String words) {
        return new ContentCheck(file.getFileName().toString(), outcome, Optional.of(words));
    }
}
