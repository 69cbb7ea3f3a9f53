package io.ghekeeper.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The processes of this machine (or of this container's pid namespace), read from {@code /proc} as proc(5) describes it.
 *
 * <p>The JDK's own process handles do not show another process's environment, and count a zombie as alive.
 */
public final class ProcessTable {
    /** Clock ticks per second in /proc, fixed for user space on every Linux architecture that runs Java. */
    private static final long TICKS_PER_SECOND = 100;

    /** Where in stat(5), counted after the command's closing parenthesis, the fields stand. */
    private static final int STATE = 0;

    private static final int PARENT = 1;
    private static final int START_TIME = 19;

    /** A process may change its command line as often as it likes. */
    private static final int MOST_LOOKS = 3;

    private final Path proc;

    public ProcessTable() {
        this(Path.of("/proc"));
    }

    ProcessTable(Path proc) {
        this.proc = proc;
    }

    /** The process with this pid, or nothing when there is none or only its zombie. */
    public Optional<LiveProcess> find(long pid) {
        return find(pid, this::bootTime);
    }

    private interface BootTime {
        Instant read() throws IOException;
    }

    private Optional<LiveProcess> find(long pid, BootTime boot) {
        try {
            String stat = Files.readString(proc.resolve(pid + "/stat"), StandardCharsets.ISO_8859_1);
            // The command may hold blanks and parentheses itself; only the last parenthesis ends it.
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            if (fields[STATE].equals("Z") || fields[STATE].equals("X")) {
                return Optional.empty();
            }
            Instant began = boot.read().plusMillis(Long.parseLong(fields[START_TIME]) * 1000 / TICKS_PER_SECOND);
            return Optional.of(process(pid, Long.parseLong(fields[PARENT]), began));
        } catch (IOException gone) {
            return Optional.empty();
        }
    }

    /**
     * The command line and the environment of one instant: a process that ends in between has lost its environment, and would
     * be taken for one that a person began.
     */
    private LiveProcess process(long pid, long parent, Instant began) throws IOException {
        List<String> arguments;
        Map<String, String> environment;
        int looks = 0;
        do {
            arguments = strings(pid, "cmdline");
            environment = environment(pid);
            looks++;
        } while (looks < MOST_LOOKS && !arguments.equals(strings(pid, "cmdline")));
        return new LiveProcess(pid, parent, began, arguments, environment);
    }

    /** All processes that fit. What ends while the table is read may or may not be in it. */
    public List<LiveProcess> matching(Predicate<LiveProcess> condition) {
        List<LiveProcess> found = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(proc, "[0-9]*")) {
            Instant boot = bootTime(); // once: the kernel counts all interrupts for each reading
            for (Path entry : entries) {
                find(Long.parseLong(entry.getFileName().toString()), () -> boot)
                        .filter(condition)
                        .ifPresent(found::add);
            }
        } catch (IOException e) {
            throw new IllegalStateException("cannot list the processes in " + proc, e);
        }
        return found;
    }

    /** What a process has read and written; nothing when it is gone or another user's. */
    Transfer transfer(long pid) {
        long read = 0;
        long written = 0;
        try {
            for (String line : Files.readAllLines(proc.resolve(pid + "/io"), StandardCharsets.ISO_8859_1)) {
                if (line.startsWith("rchar: ")) {
                    read = Long.parseLong(line.substring("rchar: ".length()));
                } else if (line.startsWith("write_bytes: ")) {
                    written = Long.parseLong(line.substring("write_bytes: ".length()));
                }
            }
        } catch (IOException goneOrAnotherUsers) {
            // Nothing is known of it.
        }
        return new Transfer(read, written);
    }

    private Instant bootTime() throws IOException {
        for (String line : Files.readAllLines(proc.resolve("stat"), StandardCharsets.ISO_8859_1)) {
            if (line.startsWith("btime ")) {
                return Instant.ofEpochSecond(Long.parseLong(line.substring("btime ".length())));
            }
        }
        throw new IllegalStateException("no btime in " + proc.resolve("stat"));
    }

    private Map<String, String> environment(long pid) {
        Map<String, String> variables = new LinkedHashMap<>();
        try {
            for (String variable : strings(pid, "environ")) {
                int equals = variable.indexOf('=');
                if (equals > 0) {
                    variables.put(variable.substring(0, equals), variable.substring(equals + 1));
                }
            }
        } catch (IOException anotherUsers) {
            // Only the owner of a process may read its environment.
        }
        return variables;
    }

    private List<String> strings(long pid, String file) throws IOException {
        String content = new String(Files.readAllBytes(proc.resolve(pid + "/" + file)), StandardCharsets.UTF_8);
        if (content.isEmpty()) {
            return List.of();
        }
        String ended = content.endsWith("\0") ? content.substring(0, content.length() - 1) : content;
        return List.of(ended.split("\0", -1));
    }
}
