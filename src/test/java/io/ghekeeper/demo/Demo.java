package io.ghekeeper.demo;

import io.ghekeeper.lab.FakeAppliance;
import io.ghekeeper.lab.FakeKms;
import io.ghekeeper.lab.SshKeys;
import io.ghekeeper.lab.StandInEngine;
import io.ghekeeper.monitor.StatusReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** The whole story, for a reader who has never seen it. The program's arguments: the launcher. */
public final class Demo {
    /** In the id of an archive run: the supervisor names it when that has ended. */
    private static final String ARCHIVED = "Z-archive-";

    private final Path folder;
    private final Path launcher;
    private final FakeAppliance appliance;
    private final FakeAppliance target;
    private final FakeKms kms;

    private Demo(Path folder, Path launcher, FakeAppliance appliance, FakeAppliance target, FakeKms kms) {
        this.folder = folder;
        this.launcher = launcher;
        this.appliance = appliance;
        this.target = target;
        this.kms = kms;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("ghk-demo-");
        try (FakeAppliance appliance = FakeAppliance.start(folder.resolve("appliance"));
                FakeAppliance target =
                        FakeAppliance.start(folder.resolve("other-appliance"), "127.0.0.2", appliance.port());
                FakeKms kms = FakeKms.start()) {
            new Demo(folder, Path.of(arguments[0]), appliance, target, kms).show();
        }
        System.exit(0); // the stand-ins' servers have threads of their own
    }

    private void show() throws IOException, InterruptedException {
        System.out.println(
                "ghe-keeper: a demo on this machine alone. The appliances, the KMS and backup-utils are stand-ins;");
        System.out.println("ssh, rsync, git and ghe-keeper are real. Everything lies in " + folder);
        Path configuration = write("ghe-keeper.yaml", configuration());
        Terminal terminal = new Terminal(launcher, configuration, environment());

        terminal.say("1. A fresh SSH key, let in by the appliance, and encrypted by KMS for the configuration");
        SshKeys.Pair key = SshKeys.make(folder, "id_ed25519", SshKeys.Kind.ED25519);
        appliance.authorize(key.publicKey());
        target.authorize(key.publicKey());
        String value = terminal.typeWith(key.privateText(), "key", "encrypt", "--key-id", FakeKms.KEY_ID)
                .strip();
        System.out.println(value.substring(0, 60) + "... (" + value.length() + " characters)");
        write("kms_private_ssh_key", value + "\n");
        Files.delete(key.privateKey());
        System.out.println(terminal.type("key", "check").strip());

        terminal.say(
                "2. Two identities for the archive: for operations, and for the safe. The keeper has their public keys");
        String operations = identity(terminal);
        String safe = identity(terminal);
        Files.createDirectory(store());
        Files.writeString(
                configuration,
                "archive: {store: \"%s\", recipients: [%s, %s]}\n"
                        .formatted(store().toUri(), publicKey(operations), publicKey(safe)),
                StandardOpenOption.APPEND);

        terminal.say("3. The appliance's host key, shown before it is trusted");
        System.out.println(terminal.type("appliance", "trust", "--yes").strip());

        terminal.say(
                "4. A marker that a killed run left, its pid given to another program since; it would block for ever");
        Path data = Files.createDirectories(folder.resolve("data/ghe-production-data"));
        long reused = ProcessHandle.current().pid();
        Files.writeString(data.resolve("in-progress"), "20010101T000000 " + reused + "\n");
        System.out.println(terminal.type("markers").strip());

        terminal.say(
                "5. The supervisor: clears the marker, decrypts the key, backs up on its schedule, seals and archives");
        Terminal.Supervised supervisor = terminal.supervise();
        CountDownLatch first = supervisor.expect(ARCHIVED);
        supervisor.await(first);

        terminal.say("6. Somebody pushes to a repository; the next backup copies only what changed");
        appliance.files().commitTo("octo/website");
        supervisor.await(supervisor.expect("captured snapshot"));
        supervisor.await(supervisor.expect(ARCHIVED));

        Path then = copy(appliance.root());

        terminal.say("7. The appliance loses its stored files; ghe-backup reports success all the same");
        appliance.files().lose("/data/user/storage");
        supervisor.await(supervisor.expect("(snapshot-suspect)"));
        supervisor.stop();

        terminal.say("8. What it knows");
        System.out.println(terminal.typeFor(StatusReport.StatusState.SUSPECT.exitStatus(), "status")
                        .strip() + "\n");
        System.out.println(terminal.type("snapshots").strip());

        appliance.close();
        new LostAppliance(terminal, target).show(then);
        new LostVolume(terminal, data, safe).show(target.host());
        printPlaces(configuration, data);
    }

    /** Makes one. Only its public part is shown here. */
    private static String identity(Terminal terminal) throws IOException, InterruptedException {
        String printed = terminal.type("archive", "keygen");
        printed.lines()
                .map(line -> line.startsWith("AGE-SECRET-KEY-1") ? "AGE-SECRET-KEY-1..." : line)
                .forEach(System.out::println);
        return printed;
    }

    private static String publicKey(String identity) {
        String name = "# public key: ";
        return identity.lines()
                .filter(line -> line.startsWith(name))
                .findFirst()
                .orElseThrow()
                .substring(name.length());
    }

    private void printPlaces(Path configuration, Path data) {
        System.out.println("\nLook again:");
        System.out.println("  bin/ghe-keeper --config " + configuration + " logs last");
        System.out.println("  ls -l " + data);
        System.out.println("  cat " + folder.resolve("data/ghe-keeper/runs") + "/*/run.json");
        System.out.println("Remove it all:");
        System.out.println("  rm -rf " + folder + " " + keyDirectory() + " " + store());
    }

    /** As it is, with modes, times and links. */
    private Path copy(Path disk) throws IOException, InterruptedException {
        Path copy = disk.resolveSibling(disk.getFileName() + "-then");
        int status = new ProcessBuilder("cp", "-a", disk.toString(), copy.toString())
                .inheritIO()
                .start()
                .waitFor();
        if (status != 0) {
            throw new IllegalStateException("cp ended with " + status);
        }
        return copy;
    }

    private String configuration() {
        return """
                appliance: {host: 127.0.0.1, port: %d, known-hosts: %s/known_hosts}
                key:       {source: file, file: %s/kms_private_ssh_key, directory: %s}
                kms:       {region: eu-west-1, endpoint: %s}
                data:      {directory: %s/data/ghe-production-data, state-directory: %s/data/ghe-keeper, mount: any}
                engine:    {home: %s}
                # UNIX cron lines have five fields; a sixth in front counts seconds.
                schedule:  {backup: ["*/8 * * * * *"], markers: [], jitter: 0s, catch-up: false}
                http:      {listen: "off"}
                """.formatted(
                        appliance.port(), folder, folder, keyDirectory(), kms.endpoint(), folder, folder, engineHome());
    }

    /** Memory-backed, as the key's directory must be. */
    private Path keyDirectory() {
        return Path.of("/dev/shm").resolve(folder.getFileName());
    }

    /** On another file system than the snapshots, as a second volume would be. */
    private Path store() {
        return Path.of("/dev/shm").resolve(folder.getFileName() + "-archive");
    }

    private Path engineHome() {
        String real = System.getenv("BACKUP_UTILS_HOME");
        return real == null ? StandInEngine.install(folder.resolve("backup-utils")) : Path.of(real);
    }

    private static Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>();
        environment.put("AWS_ACCESS_KEY_ID", "demo");
        environment.put("AWS_SECRET_ACCESS_KEY", "demo");
        return environment;
    }

    private Path write(String name, String content) throws IOException {
        Path file = Files.createFile(
                folder.resolve(name),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        return Files.writeString(file, content);
    }
}
