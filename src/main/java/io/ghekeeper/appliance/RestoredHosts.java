package io.ghekeeper.appliance;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.text.FileError;
import io.ghekeeper.volume.AtomicFile;
import io.ghekeeper.volume.Disk;
import io.ghekeeper.volume.SmallFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A known_hosts file of our own, with the host keys that our restores brought to their targets: appliance.known-hosts is
 * often read-only, and without them the next restore of the same host would find a stranger there.
 *
 * <p>One that cannot be read is a failure and not empty: it may revoke a key, and an empty one would make a host that is
 * known here a new one, which trust on first use would take as it comes.
 */
public final class RestoredHosts {
    /** Bytes; some thousand hosts' keys. */
    private static final int LONGEST = 1024 * 1024;

    private final Disk disk;

    /** @param disk of the volume, where the file is */
    @SuppressWarnings("MissingSummary")
    public RestoredHosts(Disk disk) {
        this.disk = disk;
    }

    /** Reads it as {@link KnownHosts} reads any, but for what is none. */
    static KnownHosts in(Path file) {
        return new KnownHosts(file, RestoredHosts::text);
    }

    /**
     * Pins the host key that a target shows by now, in the place of an older one of the same type.
     *
     * @param target whose host was restored to
     * @return the file; nothing where there is none to write to
     * @throws Failure VOLUME_UNUSABLE when it cannot be read or written, and those of {@link KnownHosts#pin}
     */
    public Optional<Path> pin(ApplianceSettings target, HostKey key) {
        // A host that is known by its name alone stays so: a line with the port would outdo the other file's without.
        int port = TrustedKeys.of(target).portlessOnly() ? HostKey.SSH_PORT : target.port();
        target.restoredHosts()
                .ifPresent(file -> in(file).pinning(target.host(), port, key).ifPresent(text -> write(file, text)));
        return target.restoredHosts();
    }

    /** For people: where another key of the type is pinned for a host, and goes on being believed. */
    public static Optional<String> otherThan(HostKey key, ApplianceSettings settings) {
        return settings.restoredHosts()
                .flatMap(file -> in(file).of(settings.host(), settings.port()).against(key).stream()
                        .findFirst())
                .map(KnownHostsLine::place);
    }

    private void write(Path file, String text) {
        try {
            AtomicFile.writePrivate(disk, file, text.getBytes(StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            throw new Failure(
                    FailureKind.VOLUME_UNUSABLE,
                    "cannot write the host keys that restores brought to " + file + ": " + FileError.words(e),
                    "Check that the volume is mounted, and writable for this user.",
                    e);
        }
    }

    private static String text(Path file) throws NoSuchFileException {
        try {
            return new String(
                    SmallFile.read(file, LONGEST), StandardCharsets.ISO_8859_1); // a pipe would hold us, and ssh
        } catch (NoSuchFileException none) {
            throw none;
        } catch (IOException e) {
            throw new Failure(
                    FailureKind.VOLUME_UNUSABLE,
                    "cannot read the host keys that restores brought, in " + file + ": " + FileError.words(e),
                    "Move it away: hosts that were restored to are known by appliance.known-hosts alone then.",
                    e);
        }
    }
}
