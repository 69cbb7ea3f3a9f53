package io.ghekeeper.appliance;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.text.FileError;
import io.ghekeeper.volume.AtomicFile;
import io.ghekeeper.volume.Disk;
import io.ghekeeper.volume.LocalDisk;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * An OpenSSH known_hosts file, read as ssh(1) reads it: hashed names, patterns and {@code @revoked} count; certificate
 * authorities and lines that are none do not.
 */
public final class KnownHosts {
    private static final int MOST_LINKS = 40;

    /** The file is a person's, and not on the volume. */
    private static final Disk DISK = new LocalDisk();

    private final Path file;
    private final PinReader reading;

    public KnownHosts(Path file) {
        this(file, KnownHosts::configured);
    }

    KnownHosts(Path file, PinReader reading) {
        this.file = file;
        this.reading = reading;
    }

    /** How such a file is read, one character a byte, so that what is not ours is written back as it was. */
    interface PinReader {
        String text(Path file) throws NoSuchFileException;
    }

    /** What the file says of a host now; nothing when it is missing. */
    TrustedKeys of(String host, int port) {
        String text = text();
        String name = HostKey.nameOf(host, port);
        String portless = HostKey.nameOf(host, HostKey.SSH_PORT);
        return new TrustedKeys(naming(text, name), name.equals(portless) ? List.of() : naming(text, portless));
    }

    /** Why the file does not pin a key that stands in it; nothing where it does not stand there. */
    Optional<String> unread(String host, int port, HostKey shown) {
        return new UnreadPin(file, text(), HostKey.nameOf(host, port), shown).reason();
    }

    private List<KnownHostsLine> naming(String text, String name) {
        String[] lines = text.split("\n", -1);
        List<KnownHostsLine> found = new ArrayList<>();
        for (int i = 0; i < lines.length; i++) {
            KnownHostsLine.read(file, i + 1, lines[i])
                    .filter(line -> line.names(name))
                    .ifPresent(found::add);
        }
        return found;
    }

    private String text() {
        try {
            return reading.text(file);
        } catch (NoSuchFileException none) {
            return "";
        }
    }

    private static String configured(Path file) throws NoSuchFileException {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException none) {
            throw none;
        } catch (IOException e) {
            throw new Failure(
                    FailureKind.CONFIGURATION_UNREADABLE,
                    "cannot read the known hosts in " + file + ": " + FileError.words(e),
                    "Make appliance.known-hosts name a file that this user can read.",
                    e);
        }
    }

    /**
     * Pins a host key. Other lines stay byte for byte.
     *
     * @param replace remove the host's other keys of the same type
     * @return whether the file was changed; it is not when the key was pinned already
     * @throws Failure HOST_KEY_CHANGED when the key is revoked, when another key of the type is pinned and not to be
     *     replaced, or pinned by a pattern that may stand for other hosts, too
     */
    public boolean pin(String host, int port, HostKey key, boolean replace) {
        TrustedKeys pins = of(host, port);
        TrustedKeys.KeyVerdict verdict = pins.verdict(key);
        requireNotRevoked(verdict, key);
        List<KnownHostsLine> wrong = replace ? pins.against(key) : List.of();
        if (verdict == TrustedKeys.KeyVerdict.PINNED && wrong.isEmpty()) {
            return false;
        }
        if (verdict == TrustedKeys.KeyVerdict.CHANGED && !replace) {
            throw changed(pins.against(key).get(0), key);
        }
        String line = key.line(host, port);
        String added = verdict == TrustedKeys.KeyVerdict.PINNED ? "" : line + "\n";
        if (wrong.isEmpty()) {
            change(line, place -> append(place, added));
        } else {
            String whole = pinning(host, port, key).orElseThrow();
            change(line, place -> AtomicFile.replace(DISK, place, whole.getBytes(StandardCharsets.ISO_8859_1)));
        }
        return true;
    }

    /**
     * The whole text in which a host key is pinned, and no other of the host's keys of the same type. Changes nothing.
     *
     * @return nothing where the file says just that already
     * @throws Failure as {@link #pin}
     */
    Optional<String> pinning(String host, int port, HostKey key) {
        TrustedKeys pins = of(host, port);
        TrustedKeys.KeyVerdict verdict = pins.verdict(key);
        requireNotRevoked(verdict, key);
        List<KnownHostsLine> wrong = pins.against(key);
        if (verdict == TrustedKeys.KeyVerdict.PINNED && wrong.isEmpty()) {
            return Optional.empty();
        }
        String line = key.line(host, port);
        String rest = terminated(without(wrong, HostKey.nameOf(host, port), line));
        return Optional.of(verdict == TrustedKeys.KeyVerdict.PINNED ? rest : rest + line + "\n");
    }

    private void requireNotRevoked(TrustedKeys.KeyVerdict verdict, HostKey key) {
        if (verdict == TrustedKeys.KeyVerdict.REVOKED) {
            throw new Failure(
                    FailureKind.HOST_KEY_CHANGED,
                    file + " calls this host key revoked: " + key.type() + " " + key.fingerprint(),
                    "Give the appliance a new host key, and pin that.");
        }
    }

    private Failure changed(KnownHostsLine old, HostKey key) {
        return new Failure(
                FailureKind.HOST_KEY_CHANGED,
                old.place() + " pins another " + key.type() + " key for this host: "
                        + old.key().fingerprint() + "; the host shows " + key.fingerprint(),
                "Find out why it changed; if it is right, repeat with --replace.");
    }

    /** The text without a host in some lines; a line that names other hosts keeps these. */
    private String without(List<KnownHostsLine> wrong, String name, String line) {
        List<String> lines = new ArrayList<>(List.of(text().split("(?<=\n)")));
        for (int i = wrong.size() - 1; i >= 0; i--) {
            KnownHostsLine old = wrong.get(i);
            int at = old.number() - 1;
            Optional<String> others = otherNames(old, name, line);
            if (others.isPresent()) {
                String present = lines.get(at);
                int begin = present.indexOf(old.names());
                lines.set(
                        at,
                        present.substring(0, begin)
                                + others.get()
                                + present.substring(begin + old.names().length()));
            } else {
                lines.remove(at);
            }
        }
        return String.join("", lines);
    }

    private Optional<String> otherNames(KnownHostsLine old, String name, String line) {
        String others = List.of(old.names().split(",", -1)).stream()
                .filter(one -> !one.equalsIgnoreCase(name))
                .collect(Collectors.joining(","));
        if (others.isEmpty() || old.names().startsWith("|")) {
            return Optional.empty();
        }
        if (KnownHostsLine.matches(others, name)) {
            throw new Failure(
                    FailureKind.HOST_KEY_CHANGED,
                    old.place() + " pins another "
                            + old.key().type() + " key by the pattern " + old.names()
                            + ", which may stand for other hosts, too",
                    "Take this host out of that line by hand, then add: " + line);
        }
        return Optional.of(others);
    }

    private static String terminated(String text) {
        return text.isEmpty() || text.endsWith("\n") ? text : text + "\n";
    }

    /** Appended in place: the owner, the mode and a mount of this single file stay what they are. */
    private void append(Path place, String added) throws IOException {
        String text = text();
        String missing = terminated(text).substring(text.length());
        makeFolder(place.getParent());
        DISK.append(place, (missing + added).getBytes(StandardCharsets.ISO_8859_1));
        DISK.sync(place);
    }

    private void change(String line, Change change) {
        try {
            change.make(behindLinks(file));
        } catch (IOException e) {
            throw new Failure(
                    FailureKind.CONFIGURATION_UNREADABLE,
                    "cannot write " + file + ": " + FileError.words(e),
                    "Add this line to it by hand, where it comes from: " + line,
                    e);
        }
    }

    /** The file that a path leads to, there or not: what is a symbolic link stays one. */
    private static Path behindLinks(Path path) throws IOException {
        Path place = path.toAbsolutePath();
        for (int i = 0; i < MOST_LINKS && Files.isSymbolicLink(place); i++) {
            place = place.resolveSibling(Files.readSymbolicLink(place));
        }
        return place;
    }

    private static void makeFolder(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            makeFolder(folder.getParent());
            DISK.createDirectory(folder);
        }
    }

    private interface Change {
        void make(Path place) throws IOException;
    }
}
