package io.ghekeeper.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** An engine, appliances that it may log in to, and a data directory: what an engine's test begins with. */
public final class EngineBench implements AutoCloseable {
    /** Whose contract: backup-utils' own is tried where {@code BACKUP_UTILS_HOME} names its folder, else skipped. */
    public enum Kind {
        STAND_IN,
        BACKUP_UTILS
    }

    private final Kind kind;
    private final Path folder;
    private final Path home;
    private final FakeAppliance appliance;
    private final SshKeys.Pair key;
    private final List<EngineRun> runs = new ArrayList<>();
    private FakeAppliance target;

    public EngineBench(Kind kind, Path folder) {
        this.kind = kind;
        this.folder = folder;
        home = kind == Kind.STAND_IN ? StandInEngine.install(folder.resolve("engine")) : backupUtils();
        appliance = FakeAppliance.start(folder.resolve("appliance"));
        key = SshKeys.make(folder, "key", SshKeys.Kind.ED25519);
        appliance.authorize(key.publicKey());
        knownHosts(appliance.knownHostsLine());
    }

    public FakeAppliance appliance() {
        return appliance;
    }

    SshKeys.Pair key() {
        return key;
    }

    /** The data directory, which the first backup makes if a test does not. */
    public Path data() {
        return folder.resolve("data");
    }

    Path snapshot(String id) {
        return data().resolve(id);
    }

    /** Replaces the host keys that are known. */
    void knownHosts(String line) {
        try {
            Files.writeString(folder.resolve("known_hosts"), line + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What reaches a server on another port, with the key and the known hosts of this bench. */
    String sshOptions(int port) {
        return "-p " + port + " -i " + key.privateKey() + " -o IdentitiesOnly=yes -o UserKnownHostsFile="
                + folder.resolve("known_hosts");
    }

    /** Starts a backup; {@code more} are names and values of variables, which beat the bench's own. */
    public EngineRun backup(String id, String... more) {
        Map<String, String> variables = new TreeMap<>(Map.of(
                "GHE_HOSTNAME", appliance.host(),
                "GHE_DATA_DIR", data().toString(),
                "GHE_SNAPSHOT_TIMESTAMP", id,
                "GHE_EXTRA_SSH_OPTS", sshOptions(appliance.port())));
        for (int i = 0; i < more.length; i += 2) {
            variables.put(more[i], more[i + 1]);
        }
        return start(variables, List.of(home.resolve("bin/ghe-backup").toString()));
    }

    /** A snapshot to restore: from the stand-in it is the same for all tests, and its backup is taken once. */
    public void backedUp(String id) {
        Runnable backup = () -> {
            if (backup(id).exitStatus() != 0) {
                throw new IllegalStateException("the backup to restore from failed");
            }
        };
        if (kind == Kind.STAND_IN) {
            PreparedData.into("engine", data(), backup);
        } else {
            backup.run();
        }
    }

    /**
     * Starts a restore onto the {@link #target}, verbose, without a variable that says the snapshot.
     *
     * @param arguments {@code -f}, {@code -c}, {@code -s}, ...
     */
    public EngineRun restore(String... arguments) {
        return restoreWith(Map.of(), arguments);
    }

    /** The same, with further variables. */
    public EngineRun restoreWith(Map<String, String> more, String... arguments) {
        Map<String, String> variables = new TreeMap<>(Map.of(
                "GHE_HOSTNAME", target().host(),
                "GHE_DATA_DIR", data().toString(),
                "GHE_EXTRA_SSH_OPTS", sshOptions(target().port())));
        variables.putAll(more);
        List<String> command =
                new ArrayList<>(List.of(home.resolve("bin/ghe-restore").toString(), "-v"));
        command.addAll(List.of(arguments));
        command.add(target().host());
        return start(variables, command);
    }

    private EngineRun start(Map<String, String> variables, List<String> command) {
        EngineRun run = EngineRun.start(folder.resolve("run-" + runs.size()), variables, command);
        runs.add(run);
        return run;
    }

    /** A second appliance, in maintenance mode and under a uuid of its own; started when it is first asked for. */
    public FakeAppliance target() {
        if (target == null) {
            target = FakeAppliance.start(folder.resolve("target"), "127.0.0.2", appliance.port());
            target.files().uuid(UUID.randomUUID().toString());
            target.files().maintenance(true);
            target.authorize(key.publicKey());
            knowHostKeys();
        }
        return target;
    }

    /** Writes down the host keys that both appliances show now: after a restore, the target shows another one. */
    void knowHostKeys() {
        knownHosts(appliance.knownHostsLine() + "\n" + target.knownHostsLine());
    }

    /** Plants a marker. */
    void marker(String name, String content) throws IOException {
        Files.createDirectories(data());
        Files.writeString(data().resolve(name), content + "\n");
    }

    List<String> markers() throws IOException {
        return list(data()).stream()
                .filter(name -> name.startsWith("in-progress"))
                .toList();
    }

    Object inode(String id, String file) throws IOException {
        return Files.getAttribute(snapshot(id).resolve(file), "unix:ino", LinkOption.NOFOLLOW_LINKS);
    }

    static List<String> list(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Override
    public void close() {
        runs.forEach(EngineRun::close);
        appliance.close();
        if (target != null) {
            target.close();
        }
    }

    /** The release that {@code BACKUP_UTILS_HOME} names; the test is skipped where it names none. */
    public static Path backupUtils() {
        String home = System.getenv("BACKUP_UTILS_HOME");
        Assumptions.assumeTrue(
                home != null, "BACKUP_UTILS_HOME does not name a backup-utils release: its contract is not tried");
        return Path.of(home);
    }
}
