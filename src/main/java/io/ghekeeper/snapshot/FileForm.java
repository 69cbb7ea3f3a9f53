package io.ghekeeper.snapshot;

import io.ghekeeper.snapshot.Inventory.Part;
import io.ghekeeper.text.FileError;
import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Whether a file that every snapshot needs has the form that its restore needs: an export that failed quietly may be noise,
 * cut off, or an error page. Looks at beginnings and ends, in constant memory. Small files are read to their end.
 */
final class FileForm {
    /** Written by backup-utils beside a physical dump of MySQL, which bears the same name as a logical one. */
    private static final String BINARY_DUMP = "mysql-binary-backup-sentinel";

    private static final String EXTERNAL_DATABASE = "external-mysql-password";
    private static final String DUMPED_BY_US = "logical-external-database-backup-sentinel";
    private static final int HEAD = 512;

    private FileForm() {}

    /**
     * What is wrong with it.
     *
     * @param names what else lies in the snapshot
     * @return a clause that goes after the file's name; nothing for a file whose form is not known here
     */
    static Optional<String> defect(Path snapshot, String name, Part part, Set<String> names) {
        if (part.folder() || part.empty() || !isKnown(name)) {
            return Optional.empty();
        }
        try (FileChannel file =
                FileChannel.open(snapshot.resolve(name), StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
            return defect(snapshot, name, names, FormReading.ends(file));
        } catch (IOException unreadable) {
            return Optional.of("cannot be read: " + FileError.words(unreadable));
        }
    }

    /** The same of a file that is open, read as far as {@code reading} says. */
    static Optional<String> defect(Path snapshot, String name, Set<String> names, FormReading reading) {
        try {
            // backup-utils reads the settings as a Git configuration, whatever their name says.
            return defect(name, names, reading)
                    .filter(bad ->
                            !name.equals("settings.json") || SettingsFile.database(snapshot) == DatabasePlace.UNKNOWN);
        } catch (EOFException cutOff) {
            return Optional.of("is cut off");
        } catch (IOException unreadable) {
            return Optional.of("cannot be read: " + FileError.words(unreadable));
        }
    }

    /** Whether its form is known here. */
    static boolean isKnown(String name) {
        return switch (name) {
            case "version",
                    "strategy",
                    "uuid",
                    "settings.json",
                    "authorized-keys.json",
                    "enterprise.ghl",
                    "redis.rdb" -> true;
            case SnapshotLayout.MYSQL -> true;
            default -> name.endsWith(".tar");
        };
    }

    private static Optional<String> defect(String name, Set<String> names, FormReading reading) throws IOException {
        String head = new String(Bytes.read(reading.file(), 0, HEAD), StandardCharsets.ISO_8859_1);
        if (isErrorPage(head)) {
            return Optional.of("is an HTML page");
        }
        return switch (name) {
            case "version" -> unless(head.strip().matches("v?\\d+\\.\\d+(\\.\\S+)?"), "holds no release");
            case "strategy" -> unless(head.strip().matches("[a-z-]{1,40}"), "holds no strategy");
            case "uuid" -> unless(head.strip().matches("[0-9a-fA-F-]{32,36}"), "holds no uuid");
            case "settings.json", "authorized-keys.json" -> JsonForm.defect(reading);
            case "redis.rdb" -> RedisForm.defect(reading);
            case "enterprise.ghl" -> Optional.empty();
            case SnapshotLayout.MYSQL -> mysql(head, names, reading);
            default -> TarForm.defect(reading);
        };
    }

    /** Whether a dump of MySQL is one that is known here, in this snapshot. */
    static boolean isLogicalDump(Set<String> names) {
        return !isOwnersDump(names) && !names.contains(BINARY_DUMP);
    }

    private static boolean isOwnersDump(Set<String> names) {
        return names.contains(EXTERNAL_DATABASE) && !names.contains(DUMPED_BY_US);
    }

    private static Optional<String> mysql(String head, Set<String> names, FormReading reading) throws IOException {
        if (isOwnersDump(names)) {
            return Optional.empty(); // written by its owner's own script, in a form of its own
        }
        if (names.contains(BINARY_DUMP)) {
            return unless(!isText(head), "is text, and " + BINARY_DUMP + " says that it is a binary dump");
        }
        return GzipForm.defect(reading);
    }

    private static Optional<String> unless(boolean good, String defect) {
        return good ? Optional.empty() : Optional.of(defect);
    }

    static boolean isErrorPage(String head) {
        String begin = head.stripLeading().toLowerCase(Locale.ROOT);
        return begin.startsWith("<!doctype") || begin.startsWith("<html") || begin.startsWith("<?xml");
    }

    static boolean isText(String head) {
        return head.chars().noneMatch(c -> c < ' ' && c != '\n' && c != '\r' && c != '\t' && c != '\f');
    }
}
