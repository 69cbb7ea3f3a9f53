package io.ghekeeper.engine.backuputils;

import io.ghekeeper.engine.EngineBusy;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.process.Command;
import io.ghekeeper.process.Program;
import io.ghekeeper.process.ShortCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Keeps the runs on one machine apart in {@code /tmp}. backup-utils keeps the progress of its run in one folder for the
 * whole machine, {@code /tmp/backup-utils-progress}, and each run that ends empties it: a step of another run fails then
 * (seen with 3.12.1). So each run gets a {@code /tmp} of its own, in a mount name space, where the kernel allows that;
 * elsewhere one run at a time holds a lock on that folder.
 */
final class TmpSeparation {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final int SIGNAL = 128;
    private static final int BUSY = 75;

    /** The lock, in a way that lets all processes of the engine hold it: it ends with the last of them. */
    private static final List<String> FLOCK = List.of("flock", "--no-fork", "--nonblock", "--conflict-exit-code", "75");

    /** Shows that all before the engine went well: the engine's exit statuses may be any. */
    private static final String START = ": >\"$0\" && exec \"$@\"";

    /** The lock stays with a descriptor that no script of backup-utils opens again, as each does with the third. */
    private static final String KEEP_LOCK = """
        for descriptor in /proc/self/fd/*; do
          if [ "$descriptor" -ef "$0" ]; then eval "exec 199<&${descriptor##*/} ${descriptor##*/}<&-"; break; fi
        done
        exec "$@"
        """;

    private final String searchPath;
    private final MountNamespace namespace;
    private final TmpLock lock;

    /** @param searchPath the PATH on which unshare, mount and flock are found */
    @SuppressWarnings("MissingSummary")
    public TmpSeparation(String searchPath) {
        this(searchPath, Path.of("/tmp"));
    }

    TmpSeparation(String searchPath, Path tmp) {
        this.searchPath = searchPath;
        this.namespace = new MountNamespace(tmp);
        this.lock = new TmpLock(tmp.resolve(MountNamespace.PROGRESS));
    }

    /** How runs are kept apart. */
    public enum Way {
        /** Each has a {@code /tmp} of its own. */
        OWN_TMP,
        /** The same without root, by a user name space. */
        OWN_TMP_WITHOUT_ROOT,
        /** One at a time. */
        LOCK
    }

    /**
     * What holds here.
     *
     * @param obstacle why no run gets a {@code /tmp} of its own; empty where each does
     */
    public record SeparationState(Way way, String obstacle) {
        public SeparationState {
            Objects.requireNonNull(way);
            Objects.requireNonNull(obstacle);
        }
    }

    /**
     * What the kernel allows now. It is tried, because many things forbid it: seccomp, AppArmor, a limit of name spaces.
     *
     * @throws Failure ENGINE_TOOL_MISSING or VOLUME_UNUSABLE when neither way works
     */
    public SeparationState state() {
        SeparationState state = tried();
        if (state.way() == Way.LOCK) {
            lock.requireUsable();
        }
        return state;
    }

    private SeparationState tried() {
        Way way = MountNamespace.wayOfThisUser();
        if (way == Way.LOCK) {
            return new SeparationState(way, "a user name space would take this user's capabilities away");
        }
        List<String> command = new ArrayList<>(List.of("env", "PATH=" + searchPath));
        command.addAll(namespace.command(way, Path.of("/"), List.of(), List.of("true")));
        try {
            new ShortCommand(LIMIT).ask(command);
            return new SeparationState(way, "");
        } catch (IOException refused) {
            return new SeparationState(
                    Way.LOCK, String.valueOf(refused.getMessage()).replaceAll("\\s+", " "));
        }
    }

    /** Where the other runs on this machine hold the lock. */
    Path lockedFolder() {
        return lock.folder();
    }

    /**
     * Runs a program of backup-utils apart from other runs.
     *
     * @param directory the run's own
     * @return its exit status
     * @throws EngineBusy when another run holds the lock; nothing was begun
     * @throws IOException when it cannot be started
     */
    int run(Path directory, Command command) throws IOException, EngineBusy {
        List<String> arguments = command.arguments();
        Map<String, String> environment = command.environment();
        Path started = directory.resolve("started");
        List<String> engine = new ArrayList<>(List.of("bash", "-c", START, started.toString()));
        engine.addAll(arguments);
        SeparationState state = tried();
        if (state.way() != Way.LOCK) {
            List<String> texts = new ArrayList<>(environment.values());
            texts.addAll(arguments);
            texts.add(command.output().toString());
            Path own = Files.createDirectory(directory.resolve("tmp"));
            List<String> kept = namespace.prepare(own, texts);
            int status = new Program().run(with(namespace.command(state.way(), own, kept, engine), command));
            if (Files.exists(started) || status > SIGNAL) {
                return status;
            }
            Files.deleteIfExists(directory.resolve(EngineProgram.UNWRITTEN + "-done")); // it was of this try
        }
        return runLocked(engine, started, command);
    }

    private static Command with(List<String> arguments, Command command) {
        return new Command(arguments, command.environment(), command.output(), command.unwritten());
    }

    private int runLocked(List<String> engine, Path started, Command command) throws IOException, EngineBusy {
        lock.prepare();
        List<String> locked = new ArrayList<>(FLOCK);
        locked.addAll(List.of(
                lock.folder().toString(), "bash", "-c", KEEP_LOCK, lock.folder().toString()));
        locked.addAll(engine);
        int status = new Program().run(with(locked, command));
        if (Files.exists(started) || status > SIGNAL) {
            return status;
        }
        if (status == BUSY) {
            throw new EngineBusy(lock.holder());
        }
        throw new Failure(
                FailureKind.ENGINE_FAILED,
                "cannot lock " + lock.folder() + " for the run: flock ended with " + status,
                "Read what it printed in the run's log.");
    }
}
