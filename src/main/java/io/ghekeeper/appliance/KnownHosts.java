package io.ghekeeper.appliance;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import net.schmizz.sshj.transport.verification.OpenSSHKnownHosts;

/**
 * An OpenSSH known_hosts file, read as ssh(1) reads it: hashed names, patterns and {@code @revoked} count; certificate
 * authorities and lines that are none do not. For a port other than 22, lines without a port are asked last.
 */
public final class KnownHosts {
    private final Path file;

    public KnownHosts(Path file) {
        this.file = file;
    }

    /**
     * A line that speaks of a host.
     *
     * @param number counts from 1
     */
    record Entry(int number, String text, HostKey key, boolean revoked) {}

    /** The lines for a host; nothing when the file is missing. */
    List<Entry> of(String host, int port) {
        List<String> lines = lines();
        List<Entry> withPort = matching(lines, HostKey.nameOf(host, port));
        return withPort.isEmpty() ? matching(lines, host) : withPort;
    }

    private static List<Entry> matching(List<String> lines, String name) {
        List<Entry> found = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            entry(i + 1, lines.get(i), name).ifPresent(found::add);
        }
        return found;
    }

    private static Optional<Entry> entry(int number, String line, String name) {
        String text = line.strip();
        if (text.isEmpty() || text.startsWith("#") || text.startsWith("@cert-authority")) {
            return Optional.empty();
        }
        try {
            boolean applies = false;
            for (OpenSSHKnownHosts.KnownHostEntry entry : new OpenSSHKnownHosts(new StringReader(text)).entries()) {
                applies |= entry.appliesTo(name);
            }
            boolean revoked = text.startsWith("@revoked");
            String[] words = text.split("\\s+", -1);
            int type = revoked ? 2 : 1;
            return applies && words.length > type + 1
                    ? Optional.of(new Entry(number, text, new HostKey(words[type], words[type + 1]), revoked))
                    : Optional.empty();
        } catch (IOException | RuntimeException garbage) {
            return Optional.empty(); // ssh(1) passes over lines that it cannot read, too
        }
    }

    private List<String> lines() {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1)
                    .lines()
                    .toList();
        } catch (NoSuchFileException none) {
            return List.of();
        } catch (IOException e) {
            throw new Failure(
                    FailureKind.CONFIGURATION_UNREADABLE,
                    "cannot read the known hosts in " + file + ": " + e,
                    "Make the file of appliance.known-hosts readable for this user.",
                    e);
        }
    }

    /**
     * Pins a host key.
     *
     * @param replace remove the host's other keys of the same type first
     * @return whether the file was changed; it is not when the key was pinned already
     * @throws Failure HOST_KEY_CHANGED when another key of the type is pinned and not to be replaced
     */
    public boolean pin(String host, int port, HostKey key, boolean replace) {
        List<Entry> pinned = of(host, port).stream()
                .filter(entry -> !entry.revoked() && entry.key().type().equals(key.type()))
                .toList();
        if (pinned.stream().anyMatch(entry -> entry.key().equals(key))) {
            return false;
        }
        if (!pinned.isEmpty() && !replace) {
            Entry old = pinned.get(0);
            throw new Failure(
                    FailureKind.HOST_KEY_CHANGED,
                    file + " line " + old.number() + " pins another " + key.type() + " key for this host: "
                            + old.key().fingerprint() + "; the host shows " + key.fingerprint(),
                    "Find out why it changed; if it is right, repeat with --replace.");
        }
        List<Integer> dropped = pinned.stream().map(Entry::number).toList();
        List<String> lines = lines();
        List<String> kept = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            if (!dropped.contains(i + 1)) {
                kept.add(lines.get(i));
            }
        }
        kept.add(key.line(host, port));
        write(kept, key.line(host, port));
        return true;
    }

    private void write(List<String> lines, String added) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Path beside = Files.createTempFile(file.toAbsolutePath().getParent(), ".known_hosts", "");
            Files.writeString(
                    beside, lines.stream().collect(Collectors.joining("\n", "", "\n")), StandardCharsets.ISO_8859_1);
            Files.setPosixFilePermissions(beside, PosixFilePermissions.fromString("rw-r--r--"));
            Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new Failure(
                    FailureKind.CONFIGURATION_UNREADABLE,
                    "cannot write " + file + ": " + e,
                    "Add this line to it by hand, where it comes from: " + added,
                    e);
        }
    }
}
