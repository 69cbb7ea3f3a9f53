package io.ghekeeper.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A deployment of ghe-keeper on this machine: a fake appliance, a volume, a key, the stand-in engine and a configuration;
 * commands are typed at the launcher that users have, with the jar that the build made.
 */
public final class Deployment implements AutoCloseable {
    /** The lock of tests with an engine that no keeper began: another test's snapshot may seem to be its work. */
    public static final String ENGINE_BY_HAND = "an engine that was begun by hand";

    private static final Path LAUNCHER = Path.of("bin/ghe-keeper").toAbsolutePath();
    private static final Path MEMORY = Path.of("/dev/shm");

    private final Path folder;
    private final FakeAppliance appliance;
    private final SshKeys.Pair key;
    private final Path keyDirectory =
            MEMORY.resolve("ghk-" + UUID.randomUUID().toString().substring(0, 8));
    private final List<Process> started = new ArrayList<>();
    private FakeAppliance target;
    private Path engineHome;
    private String stopGrace = "3s";
    private String options = "";
    private String reached;
    private String limits = "retries: 0";
    private String shutdownGrace = "15m";
    private String undo = "";
    private String listen = "off";
    private String sections = "";
    private boolean seals;

    private Deployment(Path folder) throws IOException {
        this.folder = folder;
        this.appliance = FakeAppliance.start(folder.resolve("appliance"));
        this.key = SshKeys.make(folder, "id_ed25519", SshKeys.Kind.ED25519);
        this.engineHome = StandInEngine.install(folder.resolve("backup-utils"));
        appliance.authorize(key.publicKey());
        knowHostKeys();
        Files.createDirectory(folder.resolve("data"));
        reached = "host: %s, port: %d".formatted(appliance.host(), appliance.port());
        configure("");
    }

    /** Sets one up in an empty folder. */
    public static Deployment in(Path folder) throws IOException {
        return new Deployment(folder);
    }

    public FakeAppliance appliance() {
        return appliance;
    }

    /**
     * A second appliance, to restore to: on 127.0.0.2 with the same port as the first, its host key known and the key let
     * in. It is configured and holds what every fake appliance holds at first, under a uuid of its own. Started when it is
     * first asked for.
     */
    public FakeAppliance target() {
        if (target == null) {
            target = FakeAppliance.start(folder.resolve("target"), "127.0.0.2", appliance.port());
            target.files().uuid(UUID.randomUUID().toString());
            target.authorize(key.publicKey());
            knowHostKeys();
        }
        return target;
    }

    /** Writes the host keys down that both appliances show now: after a restore, the target shows another one. */
    public void knowHostKeys() {
        String known = appliance.knownHostsLine() + "\n";
        write(folder.resolve("known_hosts"), target == null ? known : known + target.knownHostsLine() + "\n");
    }

    public Path data() {
        return folder.resolve("data/ghe-production-data");
    }

    public Path state() {
        return folder.resolve("data/ghe-keeper");
    }

    public Path keyDirectory() {
        return keyDirectory;
    }

    public Path engineHome() {
        return engineHome;
    }

    public Path configuration() {
        return folder.resolve("ghe-keeper.yaml");
    }

    /** The private key's text: what must not be found anywhere. */
    public String secret() {
        return key.privateText();
    }

    /** Where the plain private key lies that the configuration names. */
    public Path privateKey() {
        return key.privateKey();
    }

    /** Writes the configuration again, with the engine's faults (see {@link StandInEngine}), or none. */
    public void configure(String faults) {
        configure(faults, "[\"0 0 1 1 *\"]");
    }

    /** The same, with the schedule's backup lines as a YAML list. */
    public void configure(String faults, String backupLines) {
        configure(faults, backupLines, false);
    }

    /** The same, and whether the supervisor catches up at its start. */
    public void configure(String faults, String backupLines, boolean catchUp) {
        String fault = faults.isEmpty() ? "" : StandInEngine.FAULT + ": \"" + faults + "\"";
        String text = """
                appliance: {%s, known-hosts: %s/known_hosts}
                key:       {source: file, file: %s, directory: %s}
                data:      {directory: %s, state-directory: %s, mount: any}
                engine:    {home: %s, stop-grace: %s, keep-snapshots: 3, options: %s}
                backup:    {%s}
                restore:   {shutdown-grace: %s%s}
                schedule:  {backup: %s, markers: [], jitter: 0s, catch-up: %b}
                http:      {listen: "%s"}
                seal:      {enabled: %b}
                verify:    {schedule: ["0 0 1 1 *"]}
                %s
                """.formatted(
                        reached,
                        folder,
                        key.privateKey(),
                        keyDirectory,
                        data(),
                        state(),
                        engineHome,
                        stopGrace,
                        "{" + options + fault + "}",
                        limits,
                        shutdownGrace,
                        undo,
                        backupLines,
                        catchUp,
                        listen,
                        seals,
                        sections);
        write(configuration(), text);
    }

    /** From the next {@code configure} on, an engine that copies nothing from the appliance and takes no time. */
    public void useQuickEngine() {
        useQuickEngine("0.1");
    }

    /** The same, which stays so many seconds at the repositories. */
    public void useQuickEngine(String seconds) {
        Tool.install(
                folder.resolve("quick"),
                "quick",
                "bin/ghe-backup",
                "bin/ghe-restore",
                "share/github-backup-utils/version");
        engineHome = folder.resolve("quick");
        options = "GHE_QUICK_UUID: " + appliance.files().at("/data/user/common/uuid") + ", GHE_QUICK_TARGET_UUID: "
                + folder.resolve("target/data/user/common/uuid") + ", GHE_QUICK_GATE: " + gate()
                + ", GHE_QUICK_SECONDS: \"" + seconds + "\"";
    }

    /** From the next {@code configure} on, the stand-in again, which copies with real ssh and rsync. */
    public void useStandIn() {
        engineHome = folder.resolve("backup-utils");
        options = "";
    }

    /** The quick engine stays at the repositories until {@link #letGo}. */
    public void hold() {
        write(gate(), "");
    }

    public void letGo() {
        try {
            Files.deleteIfExists(gate());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path gate() {
        return folder.resolve("gate");
    }

    /** From the next {@code configure} on, a backup-utils that is installed here, its transfers held to some KiB a second. */
    public void useBackupUtils(Path home, int kibibytesPerSecond) {
        engineHome = home;
        stopGrace = "20s"; // it cleans up over ssh, on an appliance that may be slow
        // On the appliance: of an option with a value, backup-utils finds that rsync's help does not name it, and drops
        // it.
        appliance
                .files()
                .addProgram(
                        "rsync",
                        "shift; exec /usr/bin/rsync --server --bwlimit=" + kibibytesPerSecond
                                + " \"$@\" # --server was $1");
    }

    /** From the next {@code configure} on, these are the engine's options, as {@code NAME: value}. */
    public void options(String variables) {
        options = variables;
    }

    /** From the next {@code configure} on, the section {@code backup}: {@code retries: 2, retry-delay: 1s}. */
    public void limit(String section) {
        limits = section;
    }

    /** From the next {@code configure} on, how long a supervisor that must end waits for a restore. */
    public void shutdownGrace(String duration) {
        shutdownGrace = duration;
    }

    /** From the next {@code configure} on, {@code restore.undo}. */
    public void undo(String mode) {
        undo = ", undo: " + mode;
    }

    /** From the next {@code configure} on, the supervisor answers there: {@code 127.0.0.1:8080}. */
    public void listen(String address) {
        listen = address;
    }

    /** From the next {@code configure} on, further sections: {@code log: {format: json}}, a line each. */
    public void sections(String yaml) {
        sections = yaml;
    }

    /** From the next {@code configure} on, the supervisor seals: a second Java process after each backup. */
    public void seal() {
        seals = true;
    }

    /** From the next {@code configure} on, the same appliance is reached behind a real sshd. */
    public void reach(RealSshd sshd) {
        sshd.authorize(key.publicKey());
        write(folder.resolve("known_hosts"), sshd.knownHostsLine() + "\n");
        reached = "host: %s, port: %d, user: %s".formatted(sshd.host(), sshd.port(), sshd.user());
    }

    /** Types a command and waits for its end. */
    public Result type(String... arguments) {
        return typeWith(Map.of(), arguments);
    }

    /** The same, with further variables in its environment. */
    public Result typeWith(Map<String, String> environment, String... arguments) {
        try {
            Path out = Files.createTempFile(folder, "out", "");
            Path err = Files.createTempFile(folder, "err", "");
            Process process = builder(environment, arguments)
                    .redirectInput(Path.of("/dev/null").toFile())
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile())
                    .start();
            started.add(process);
            if (!process.waitFor(TestTimeouts.LONG.toSeconds(), TimeUnit.SECONDS)) {
                throw new IllegalStateException(
                        "still running: " + String.join(" ", arguments) + ": " + Files.readString(err));
            }
            return new Result(process.exitValue(), Files.readString(out), Files.readString(err));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Starts a command; what it prints goes to {@code log}, in the deployment's folder. */
    public Process start(Path log, String... arguments) throws IOException {
        return startWith(Map.of(), log, arguments);
    }

    /** The same, with further variables in its environment. */
    public Process startWith(Map<String, String> environment, Path log, String... arguments) throws IOException {
        Process process = builder(environment, arguments)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        started.add(process);
        return process;
    }

    /** Starts the engine without ghe-keeper, as a person would by hand; what it prints goes to {@code log}. */
    public Process backUpByHand(Path log, String... faults) throws IOException {
        Path config = Files.writeString(folder.resolve("by-hand.config"), "GHE_DATA_DIR=" + data() + "\n");
        ProcessBuilder builder = new ProcessBuilder(
                        engineHome.resolve("bin/ghe-backup").toString(), "-v")
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().put("GHE_BACKUP_CONFIG", config.toString());
        builder.environment().put("GHE_HOSTNAME", appliance.host());
        builder.environment().put("TMPDIR", Files.createTempDirectory("ghk").toString());
        builder.environment().put(StandInEngine.FAULT, String.join(",", faults));
        builder.environment()
                .put(
                        "GHE_EXTRA_SSH_OPTS",
                        "-i " + key.privateKey() + " -o UserKnownHostsFile=" + folder + "/known_hosts -p "
                                + appliance.port());
        Process process = builder.start();
        started.add(process);
        return process;
    }

    /** What a person types for a command, word by word. */
    public List<String> command(String... arguments) {
        List<String> command = new ArrayList<>(
                List.of(LAUNCHER.toString(), "--config", configuration().toString()));
        command.addAll(List.of(arguments));
        return command;
    }

    private ProcessBuilder builder(Map<String, String> environment, String... arguments) {
        // Tests in the background of a shell, or under nohup, pass ignored signals on.
        List<String> command = new ArrayList<>(List.of("env", "--default-signal=HUP,INT,QUIT,PIPE"));
        command.addAll(command(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(environment);
        return builder;
    }

    /** The files below a folder that hold the private key, or a good piece of it. */
    public List<Path> holdersOfTheKeyBelow(Path place) throws IOException {
        String piece = secret().lines().skip(2).findFirst().orElseThrow();
        if (!Files.isDirectory(place)) {
            return List.of();
        }
        while (true) {
            try (Stream<Path> files = Files.walk(place)) {
                return files.filter(Files::isRegularFile)
                        .filter(file -> !file.equals(key.privateKey()))
                        .filter(file -> holds(file, piece))
                        .toList();
            } catch (UncheckedIOException vanished) {
                // A process that a killed keeper left running removes files meanwhile: they are read again.
            }
        }
    }

    private static boolean holds(Path file, String piece) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(piece);
        } catch (IOException goneOrForbidden) {
            return false;
        }
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() throws IOException {
        started.forEach(Process::destroyForcibly);
        // Processes that a failed test left running would disturb the next ones.
        ProcessHandle.allProcesses()
                .filter(process -> process.info()
                        .commandLine()
                        .filter(line -> line.contains(folder + "/backup-utils/")
                                || line.contains(folder + "/quick/")
                                || line.contains("--config " + configuration()))
                        .isPresent())
                .forEach(ProcessHandle::destroyForcibly);
        removeRunDirectories();
        appliance.close();
        if (target != null) {
            target.close();
        }
        delete(keyDirectory);
    }

    /** What runs that were killed left in the temporary directory: no other run of this deployment will remove it. */
    private void removeRunDirectories() throws IOException {
        Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
        for (String run : names(state().resolve("runs"))) {
            delete(temporary.resolve("ghe-keeper-" + run));
        }
    }

    private static List<String> names(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.map(entry -> entry.getFileName().toString()).toList();
        }
    }

    private static void delete(Path directory) throws IOException {
        if (Files.isDirectory(directory)) {
            try (Stream<Path> files = Files.walk(directory)) {
                files.sorted(java.util.Comparator.reverseOrder())
                        .forEach(file -> file.toFile().delete());
            }
        }
    }

    /** How a command ended, and what it printed. */
    public record Result(int status, String out, String err) {}
}
