package io.ghekeeper.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.Set;
import java.util.UUID;

/**
 * A folder in the role of a GHES appliance's disk, with a few real Git repositories, pages, storage, hooks, indices,
 * settings, secrets and dumps. It also holds the state that its programs answer from. The remote commands find it by the
 * appliance's own paths: {@code /data/user/common/uuid} is {@code root/data/user/common/uuid}.
 */
public final class ApplianceFiles {
    private static final String[] SCRIPTS = {"login.sh", "program.sh", "import.sh", "create.sh", "repository.sh"};

    /** Without the times: else two appliances would have the same files, and a restore would leave them alone. */
    private static final Template TEMPLATE = new Template("-dR", "--preserve=mode,links");

    private final Path root;
    private final Path scripts;

    private ApplianceFiles(Path root, Path scripts) {
        this.root = root;
        this.scripts = scripts;
    }

    /**
     * Makes a configured appliance of version 3.11.0 with the repositories {@code octo/website}, {@code octo/api} and
     * {@code octo/docs}.
     *
     * @param root an absent or empty folder, no blanks in its path
     */
    public static ApplianceFiles create(Path root) {
        Path disk = root.toAbsolutePath().normalize();
        Path scripts = disk.resolveSibling(disk.getFileName() + "-scripts");
        Tool.install(scripts, "appliance", SCRIPTS);
        TEMPLATE.into(
                disk,
                folder -> Tool.run(
                        "bash", scripts.resolve("create.sh").toString(), folder.toString(), scripts.toString()));
        return new ApplianceFiles(disk, scripts);
    }

    public Path root() {
        return root;
    }

    /** Where a path of the appliance lies, as {@code /data/user/common/uuid}. */
    public Path at(String appliancePath) {
        return root.resolve(appliancePath.replaceFirst("^/+", ""));
    }

    /** The release it says it is, as {@code 3.11.0}; below 3.9 is too old for backup-utils 3.11 and 3.12. */
    public void version(String version) {
        write("/lab/version", version + "\n");
    }

    /**
     * The oldest release of backup-utils that it accepts, as {@code 3.12.0}; without it, the first of its own feature
     * release, as a real one. {@code none}: it accepts all.
     */
    public void oldestClient(String release) {
        write("/lab/oldest-client", release + "\n");
    }

    /** How it refuses backup-utils: its exit status and what it prints. */
    public void refusal(int exitStatus, String out, String err) {
        write("/lab/refusal/status", exitStatus + "\n");
        write("/lab/refusal/out", out);
        write("/lab/refusal/err", err);
    }

    public void uuid(String uuid) {
        write("/data/user/common/uuid", uuid + "\n");
    }

    public void replica(boolean replica) {
        flag("/etc/github/repl-state", replica, "replica");
    }

    public void configured(boolean configured) {
        flag("/etc/github/configured", configured, "");
    }

    public void maintenance(boolean maintenance) {
        flag("/data/github/current/public/system/maintenance.html", maintenance, "down for maintenance\n");
    }

    /** A program is not installed there, as {@code ghe-negotiate-version}. */
    public void lacks(String program) {
        flag("/lab/bin/" + program, false, "");
    }

    /** Some other host: it lets the key in and knows none of the appliance's programs. */
    public void notAnAppliance() {
        lacks("ghe-negotiate-version");
        lacks("ghe-version");
        flag("/data/user/common/uuid", false, "");
    }

    /** From now on the appliance's program ends at once with this status, as {@code ghe-export-mysql} with 1. */
    public void fail(String program, int exitStatus) {
        write("/lab/fail/" + program, exitStatus + "\n");
    }

    /** From now on the appliance's program never ends. */
    public void hang(String program) {
        write("/lab/fail/" + program, "never\n");
    }

    /** From now on this program of a restore waits, until {@link #release}. */
    public void hold(String program) {
        write("/lab/held/" + program, "");
    }

    /** Lets a program go on, and all later calls of it. */
    public void release(String program) {
        flag("/lab/held/" + program, false, "");
    }

    /** From now on the appliance's program does nothing and says that all went well: its output is empty. */
    public void silence(String program) {
        fail(program, 0);
    }

    /** From now on the appliance does not know this secret, as {@code secrets.github.user-password-secrets}. */
    public void forget(String secret) {
        Tool.run("git", "config", "-f", at("/data/user/common/github.conf").toString(), "--unset", secret);
    }

    /** From now on the appliance's configuration says this, as {@code app.actions.enabled} {@code true}. */
    public void set(String name, String value) {
        Tool.run("git", "config", "-f", at("/data/user/common/github.conf").toString(), name, value);
    }

    /** Removes what is in a folder of the appliance, as {@code /data/user/pages}. */
    public void lose(String appliancePath) {
        Tool.run("find", at(appliancePath).toString(), "-mindepth", "1", "-delete");
    }

    /** What a fresh installation is: not configured, with none of the users' data, without secrets, settings and licence. */
    public void empty() {
        configured(false);
        for (String folder : new String[] {"repositories", "pages", "storage", "elasticsearch", "audit-log"}) {
            lose("/data/user/" + folder);
        }
        for (String folder : new String[] {"git-hooks", "mysql", "redis", "common"}) {
            lose("/data/user/" + folder);
        }
        lose("/data/enterprise");
        write("/data/user/common/uuid", UUID.randomUUID() + "\n");
        write("/data/user/common/github.conf", "");
        write("/data/user/common/authorized-keys.json", "[]\n");
    }

    /** Undoes {@link #fail} and {@link #hang}. */
    public void repair(String program) {
        flag("/lab/fail/" + program, false, "");
    }

    /** Adds a bare repository with one commit and returns its folder. */
    public Path addRepository(String name) {
        return repository("add", name);
    }

    /** Adds one commit on {@code main} and returns the repository's folder. */
    public Path commitTo(String name) {
        return repository("commit", name);
    }

    /** Writes a file at a path of the appliance, as {@code /data/user/pages/4/c8/1e/72/9/index.html}. */
    public Path addFile(String appliancePath, String content) {
        return write(appliancePath, content);
    }

    /** From now on the appliance has a program of this name that does this. */
    public void addProgram(String name, String script) {
        Path file = at("/lab/bin/" + name);
        try {
            Files.deleteIfExists(file); // a link to what several programs share
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        write("/lab/bin/" + name, "#!/usr/bin/env bash\n" + script + "\n");
        if (!file.toFile().setExecutable(true)) {
            throw new IllegalStateException("cannot make " + file + " executable");
        }
    }

    /**
     * Adds a file that its own programs cannot read, whichever user runs the test. From now on, what they do by
     * {@code sudo -u} is done without root's right to read all.
     */
    public Path addUnreadableFile(String appliancePath) {
        Path file = write(appliancePath, "not readable\n");
        addProgram("sudo", """
                if [[ $1 != -u ]]; then exec "$@"; fi
                shift 2
                if ((EUID != 0)); then exec "$@"; fi
                exec setpriv --bounding-set -dac_override,-dac_read_search -- "$@"
                """);
        try {
            Files.setPosixFilePermissions(file, Set.of());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return file;
    }

    /** From now on this program says where things lie or go, as {@code dgit-cluster-backup-routes}. */
    public void routes(String program, String script) {
        Path file = at("/data/github/current/bin/" + program);
        try {
            Files.deleteIfExists(file); // a link to what several programs share
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        write("/data/github/current/bin/" + program, "#!/usr/bin/env bash\n" + script + "\n");
        if (!file.toFile().setExecutable(true)) {
            throw new IllegalStateException("cannot make " + file + " executable");
        }
    }

    /** From now on the appliance lists these networks of repositories, which are not on its disk, besides its own. */
    public void listMissingNetworks(String... networks) {
        routes(
                "dgit-cluster-backup-routes",
                "cd " + at("/data/user/repositories") + """
                         && find . -mindepth 6 -maxdepth 6 -type d -path './*/nw/*' ! -name '*.git' |
                          sed 's#^\\./##; s#$# git-server-1#' | sort
                        for network in\s""" + String.join(" ", networks)
                        + "; do echo \"$network git-server-1\"; done");
    }

    /** A file of noise, for transfers that must last: below {@code /data/user/pages} it is copied as it is. */
    public Path addBigFile(String appliancePath, int bytes) {
        byte[] content = new byte[bytes];
        new Random(bytes).nextBytes(content);
        try {
            Files.createDirectories(at(appliancePath).getParent());
            return Files.write(at(appliancePath), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Redis holds so many bytes from now on. */
    public void redis(int bytes) {
        try {
            Files.write(at("/data/user/redis/dump.rdb"), WholeFiles.redis(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The command line that does what the appliance's shell does with a command. */
    String[] login(String... command) {
        String[] login = {"bash", scripts.resolve("login.sh").toString(), root.toString()};
        String[] all = Arrays.copyOf(login, login.length + command.length);
        System.arraycopy(command, 0, all, login.length, command.length);
        return all;
    }

    private Path repository(String action, String name) {
        return Path.of(Tool.run("bash", scripts.resolve("repository.sh").toString(), root.toString(), action, name));
    }

    private void flag(String appliancePath, boolean there, String content) {
        if (there) {
            write(appliancePath, content);
            return;
        }
        try {
            Files.deleteIfExists(at(appliancePath));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path write(String appliancePath, String content) {
        try {
            Files.createDirectories(at(appliancePath).getParent());
            return Files.writeString(at(appliancePath), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
