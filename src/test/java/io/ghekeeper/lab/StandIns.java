package io.ghekeeper.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A shell in which kubectl, aws, docker, senza and sudo reach nothing: in their place stand programs that refuse what they do not
 * know. Where the real kubectl, aws or docker is here, it reads each line as well. ghe-keeper is the real one.
 */
public final class StandIns {
    private final Path folder;
    private final Path cluster;
    private final List<String> shell = new ArrayList<>(List.of("env"));

    /**
     * @param folder for all that they need; the shell begins in it
     * @param real of kubectl, aws and docker those that read each line, too, where they are here
     */
    public StandIns(Path folder, List<String> real) {
        this.folder = folder;
        cluster = folder.resolve("cluster");
        Path programs = folder.resolve("bin");
        Tool.install(programs, "cluster", "kubectl", "aws", "docker", "senza", "sudo", "objects.sh", "really.sh");
        try {
            Files.createDirectories(cluster.resolve("rendered"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        shell.add("CLUSTER=" + cluster);
        shell.add("PATH=" + programs + ":" + Path.of("bin").toAbsolutePath() + ":" + System.getenv("PATH")
                + ":/usr/sbin");
        for (String program : real) {
            Tool.run("bash", "-c", "command -v " + program + " || true")
                    .lines()
                    .findFirst()
                    .ifPresent(path -> shell.add("REAL_" + program.toUpperCase(Locale.ROOT) + "=" + path));
        }
    }

    /** The environment of a person who may use a key. */
    public void variables(FakeKms kms) {
        shell.addAll(List.of(
                "GHE_KEEPER_KMS_ENDPOINT=" + kms.endpoint(),
                "AWS_REGION=eu-west-1",
                "AWS_ACCESS_KEY_ID=AKIDEXAMPLE",
                "AWS_SECRET_ACCESS_KEY=example"));
    }

    /** What the account and the host have: a kind and a name each, as {@code "group NAME"}. */
    public void know(String... lines) {
        write("known", List.of(lines), StandardOpenOption.APPEND);
    }

    /** The parameters of the definition for senza, each behind {@code "wanted "} where it has no default. */
    public void parameters(List<String> parameters) {
        write("parameters", parameters, StandardOpenOption.TRUNCATE_EXISTING);
    }

    /**
     * What {@code kubectl apply} finds at a path.
     *
     * @param objects one in JSON each
     */
    public void render(Path path, List<String> objects) {
        write("rendered/" + path.toString().replace('/', '+'), objects, StandardOpenOption.TRUNCATE_EXISTING);
    }

    private void write(String file, List<String> lines, StandardOpenOption how) {
        try {
            Files.write(cluster.resolve(file), lines, StandardOpenOption.CREATE, StandardOpenOption.WRITE, how);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns what is printed. An {@link IllegalStateException} says that one of its commands failed, and how. */
    public String type(String script) {
        List<String> command = new ArrayList<>(shell);
        command.addAll(List.of("bash", "-euo", "pipefail", "-c", "cd \"$0\"\n" + script, folder.toString()));
        return Tool.run(command);
    }

    /** What was done, in its order: the verbs with what they were about. */
    public List<String> done() {
        try {
            return Files.readAllLines(cluster.resolve("done"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The host's file at an absolute path. */
    public Path host(String path) {
        return cluster.resolve("host" + path);
    }
}
