package io.ghekeeper.seal;

import io.ghekeeper.process.ShortCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * {@code git fsck --connectivity-only}: whether each object that a repository needs is there. Git reads the repository's own
 * configuration, which is foreign; what of it names a program is overridden, and nothing may be fetched.
 */
final class GitFsck {
    private static final Map<String, String> ENVIRONMENT = Map.of(
            "HOME", "/nonexistent",
            "GIT_CONFIG_NOSYSTEM", "1",
            "GIT_CONFIG_GLOBAL", "/dev/null",
            "GIT_TERMINAL_PROMPT", "0",
            "GIT_OPTIONAL_LOCKS", "0",
            "GIT_NO_LAZY_FETCH", "1",
            "GIT_ALLOW_PROTOCOL", "none");

    /** Git keeps each object of a repository in memory; a container that is out of it ends restores, too. */
    private static final String MEMORY = "--as=" + (512L << 20);

    private static final Pattern OUT_OF_MEMORY =
            Pattern.compile("out of memory|cannot allocate memory|malloc failed", Pattern.CASE_INSENSITIVE);

    private static final List<String> BEGIN = List.of(
            "prlimit",
            MEMORY,
            "git",
            "-c",
            "core.packedGitLimit=64m",
            "-c",
            "core.packedGitWindowSize=16m",
            "-c",
            "safe.directory=*",
            "-c",
            "core.fsmonitor=false",
            "-c",
            "core.commitGraph=false",
            "-c",
            "core.multiPackIndex=false",
            "-c",
            "core.alternateRefsCommand=false");

    private GitFsck() {}

    /** Whether there is a git. */
    static boolean isThere(Duration limit) {
        try {
            new ShortCommand(limit, ENVIRONMENT).ask(List.of("prlimit", MEMORY, "git", "--version"));
            return true;
        } catch (IOException none) {
            return false;
        }
    }

    /** Whether git failed for want of the memory that it may take: then nothing is known of the repository. */
    static boolean isTooLarge(IOException found) {
        return OUT_OF_MEMORY.matcher(found.getMessage()).find();
    }

    /**
     * Looks at a repository.
     *
     * @param network the folder of its network: forks take objects from the network's own repository
     * @throws IOException with git's words, when it lacks an object, is none, or git does not end in time
     */
    static void check(Path repository, Path network, Duration limit) throws IOException {
        Map<String, String> environment = new HashMap<>(ENVIRONMENT);
        Path shared = network.resolve("network.git/objects");
        if (Files.isDirectory(shared, LinkOption.NOFOLLOW_LINKS)) {
            // The appliance may name it by a path that it has there.
            environment.put("GIT_ALTERNATE_OBJECT_DIRECTORIES", shared.toString());
        }
        List<String> arguments = new ArrayList<>(BEGIN);
        arguments.addAll(
                List.of("--git-dir=" + repository, "fsck", "--connectivity-only", "--no-dangling", "--no-progress"));
        try {
            new ShortCommand(limit, environment).ask(arguments);
        } catch (IOException found) {
            throw new IOException(found.getMessage().replaceFirst("^prlimit", "git"), found);
        }
    }
}
