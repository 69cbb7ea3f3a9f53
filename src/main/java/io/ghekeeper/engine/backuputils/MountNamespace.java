package io.ghekeeper.engine.backuputils;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A mount name space in which a folder of one run lies over {@code /tmp}. It ends with its last process, however that ends,
 * and no mount of it is ever seen outside. A volume that is unmounted outside goes inside, too, where its mounts are shared
 * (as systemd makes them): else a run would keep the file system of another keeper's volume busy. What the run needs of the
 * machine's {@code /tmp} is bound back into its own.
 */
final class MountNamespace {
    /** The folder in {@code /tmp} that backup-utils has once for the machine. */
    static final String PROGRESS = "backup-utils-progress";

    /** What the engine writes into {@code /tmp} by a fixed name is never another run's (seen in 3.12.1). */
    private static final Set<String> OF_THE_ENGINE = Set.of(PROGRESS, "incremental-backup-files.txt");

    /** What may be a path in a word: most of it, and pieces of a list. */
    private static final List<Pattern> PATHS =
            List.of(Pattern.compile("/.*"), Pattern.compile("/[^\\s\"']+"), Pattern.compile("/[^\\s:;,=\"']+"));

    /** Names go before {@code --}, and what is run after it. The working directory may be hidden by now. */
    private static final String SCRIPT = """
        own=$1; shift
        while [ "$1" != -- ]; do mount -n --rbind "$0/$1" "$own/$1" || exit 125; shift; done
        shift
        mount -n --rbind "$own" "$0" || exit 125
        cd "$PWD" 2>/dev/null || cd / || exit 125
        exec "$@"
        """;

    private final Path tmp;

    MountNamespace(Path tmp) {
        this.tmp = tmp;
    }

    /**
     * What this user may try. Root keeps its rights over the owners of files only in a mount name space alone: in a user
     * name space it could give no file to another user, and rsync would fail. For the same reason a user with
     * capabilities of its own stays out of one.
     */
    static TmpSeparation.Way wayOfThisUser() {
        try {
            if (id("uid") == 0) {
                return TmpSeparation.Way.OWN_TMP;
            }
            boolean plain = Files.readAllLines(Path.of("/proc/self/status")).stream()
                    .anyMatch(line -> line.matches("CapEff:\\s*0+"));
            return plain ? TmpSeparation.Way.OWN_TMP_WITHOUT_ROOT : TmpSeparation.Way.LOCK;
        } catch (IOException unknown) {
            return TmpSeparation.Way.LOCK;
        }
    }

    private static int id(String which) throws IOException {
        return (Integer) Files.getAttribute(Path.of("/proc/self"), "unix:" + which);
    }

    /**
     * The command that runs another one in a name space.
     *
     * @param own becomes its {@code /tmp}
     * @param kept as {@link #prepare} gives them
     */
    List<String> command(TmpSeparation.Way way, Path own, List<String> kept, List<String> command) {
        List<String> whole = new ArrayList<>(List.of("unshare"));
        if (way == TmpSeparation.Way.OWN_TMP_WITHOUT_ROOT) {
            whole.addAll(List.of("--user", "--map-root-user"));
        }
        whole.addAll(List.of("--mount", "--propagation", "slave", "bash", "-c", SCRIPT, tmp.toString()));
        whole.add(own.toString());
        whole.addAll(kept);
        whole.add("--");
        if (way == TmpSeparation.Way.OWN_TMP_WITHOUT_ROOT) {
            whole.addAll(sameUser());
        }
        whole.addAll(command);
        return whole;
    }

    /** Who mounts must be root there; ssh and rsync must be who they are, without a right more. */
    private static List<String> sameUser() {
        try {
            return List.of("unshare", "--user", "--map-user=" + id("uid"), "--map-group=" + id("gid"));
        } catch (IOException unknown) {
            throw new IllegalStateException("cannot see the user of this process", unknown);
        }
    }

    /**
     * Makes, in what becomes a run's {@code /tmp}, a place for each thing of the machine's that the run's command and
     * environment name, whole with all that is below it.
     *
     * @param texts the command's words and the environment's values
     * @return the names that have to be bound
     */
    List<String> prepare(Path own, Collection<String> texts) throws IOException {
        List<String> kept = new ArrayList<>();
        Set<String> seen = new LinkedHashSet<>(OF_THE_ENGINE);
        Deque<Path> named = new ArrayDeque<>();
        texts.forEach(text -> paths(text).forEach(named::add));
        while (!named.isEmpty()) {
            for (String name : namesOf(named.poll())) {
                Path place = tmp.resolve(name);
                if (seen.add(name) && Files.exists(place, LinkOption.NOFOLLOW_LINKS)) {
                    if (Files.isSymbolicLink(place)) {
                        Files.createSymbolicLink(own.resolve(name), Files.readSymbolicLink(place));
                        named.add(tmp.resolve(Files.readSymbolicLink(place)));
                    } else {
                        make(own.resolve(name), Files.isDirectory(place));
                        kept.add(name);
                    }
                }
            }
        }
        return kept;
    }

    private static void make(Path place, boolean directory) throws IOException {
        if (directory) {
            Files.createDirectory(place);
        } else {
            Files.createFile(place);
        }
    }

    /** Too many rather than too few: a word that only looks like a path hides nothing. */
    private static List<Path> paths(String text) {
        List<Path> paths = new ArrayList<>();
        for (Pattern pattern : PATHS) {
            Matcher matcher = pattern.matcher(text);
            while (matcher.find()) {
                try {
                    paths.add(Path.of(matcher.group()).normalize());
                } catch (InvalidPathException none) {
                    // Then nothing lies there.
                }
            }
        }
        return paths;
    }

    /** The entries of {@code /tmp} by which a path is reached: as it is written, and where its links lead. */
    private Set<String> namesOf(Path path) {
        Set<String> names = new LinkedHashSet<>();
        addName(names, tmp, path);
        try {
            Path realTmp = tmp.toRealPath();
            addName(names, realTmp, path);
            addName(names, realTmp, path.toRealPath());
        } catch (IOException missing) {
            // Nothing lies there, so nothing is needed.
        }
        return names;
    }

    private static void addName(Set<String> names, Path tmp, Path path) {
        if (path.startsWith(tmp) && path.getNameCount() > tmp.getNameCount()) {
            names.add(path.getName(tmp.getNameCount()).toString());
        }
    }
}
