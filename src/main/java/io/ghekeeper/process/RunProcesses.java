package io.ghekeeper.process;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the live processes of a run, and ends them. Each process of a run inherits a mark, and keeps it after its parent is
 * gone.
 *
 * <p>There are two marks: the variable {@link #VARIABLE} in the environment, and, for ssh masters, a socket in the run's
 * private directory. An ssh master overwrites its own environment with its title (seen with OpenSSH 9.2), so that the
 * variable alone does not find it.
 */
public final class RunProcesses {
    /** In the environment of every process that a run starts; the value is the run's id. */
    public static final String VARIABLE = "GHE_KEEPER_RUN";

    /** The name of a run's private directory begins with this and ends with the run's id. */
    public static final String DIRECTORY_PREFIX = "ghe-keeper-";

    private static final Pattern MASTER_TITLE =
            Pattern.compile("ssh: \\S*/" + DIRECTORY_PREFIX + "([^/\\s]+)/\\S+ \\[mux\\]\\s*");
    private static final Duration POLL = Duration.ofMillis(50);
    private static final Duration LAST_WAIT = Duration.ofSeconds(10);

    private final ProcessTable table;
    private final ReentrantLock ending = new ReentrantLock();

    public RunProcesses(ProcessTable table) {
        this.table = table;
    }

    /** What is alive of the runs whose ids fit, without this process and those above it. */
    public List<LiveProcess> alive(Predicate<String> runId) {
        Set<Long> own = ownLine();
        return table.matching(process ->
                !own.contains(process.pid()) && runOf(process).filter(runId).isPresent());
    }

    /** What is alive of one run. */
    public List<LiveProcess> alive(String runId) {
        return alive(runId::equals);
    }

    /** Whether anything of a run is alive but connections that are kept for later. */
    public boolean isRunning(String runId) {
        return alive(runId).stream().anyMatch(process -> !isMaster(process));
    }

    /**
     * Bytes that have passed through what is alive of a run: all that rsync reads, and all that anything writes to files.
     * What ssh reads and sends is not counted, because keep-alive would count as well. Falls when a process ends.
     */
    public long transferred(String runId) {
        return alive(runId).stream().mapToLong(this::transferred).sum();
    }

    private long transferred(LiveProcess process) {
        Transfer transfer = table.transfer(process.pid());
        boolean rsync = process.programName().filter("rsync"::equals).isPresent();
        return transfer.written() + (rsync ? transfer.read() : 0);
    }

    /** The run that a process belongs to, if any. */
    public static Optional<String> runOf(LiveProcess process) {
        String variable = process.environment().get(VARIABLE);
        if (variable != null) {
            return Optional.of(variable);
        }
        Matcher title = masterTitle(process);
        return title.matches() ? Optional.of(title.group(1)) : Optional.empty();
    }

    private static boolean isMaster(LiveProcess process) {
        return masterTitle(process).matches();
    }

    private static Matcher masterTitle(LiveProcess process) {
        return MASTER_TITLE.matcher(
                process.arguments().isEmpty() ? "" : process.arguments().get(0));
    }

    private static void terminate(LiveProcess process) {
        ProcessHandle.of(process.pid()).ifPresent(ProcessHandle::destroy);
    }

    /**
     * Ends all that is alive of the runs whose ids fit: SIGTERM once to each, the oldest first, then a wait until nothing
     * is left, then SIGKILL. What they start while they clean up after themselves is left in peace until the grace is
     * over, because backup-utils turns the appliance's garbage collection on again from its exit trap, with programs that
     * it starts then. An ssh master may serve that clean-up and would idle for minutes after it: it gets its SIGTERM as
     * soon as nothing but masters is left.
     *
     * <p>One call at a time: a second one would see the clean-up of the first as a running process. It waits,
     * and finds nothing left to do.
     *
     * @return whether nothing is alive any more
     */
    public boolean end(Predicate<String> runId, Duration grace) throws InterruptedException {
        ending.lockInterruptibly();
        try {
            List<LiveProcess> first = new ArrayList<>(alive(runId));
            first.removeIf(RunProcesses::isMaster);
            first.sort((a, b) -> a.began().equals(b.began())
                    ? Long.compare(a.pid(), b.pid())
                    : a.began().compareTo(b.began()));
            first.forEach(RunProcesses::terminate);
            return isEmptyWithin(grace, runId, false) || isEmptyWithin(LAST_WAIT, runId, true);
        } finally {
            ending.unlock();
        }
    }

    private boolean isEmptyWithin(Duration limit, Predicate<String> runId, boolean kill) throws InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        Set<Long> mastersSignalled = new HashSet<>();
        while (true) {
            List<LiveProcess> left = alive(runId);
            if (left.isEmpty()) {
                return true;
            }
            if (System.nanoTime() >= deadline) {
                return false;
            }
            if (kill) {
                left.forEach(process -> ProcessHandle.of(process.pid()).ifPresent(ProcessHandle::destroyForcibly));
            } else if (left.stream().allMatch(RunProcesses::isMaster)) {
                left.stream()
                        .filter(master -> mastersSignalled.add(master.pid()))
                        .forEach(RunProcesses::terminate);
            }
            Thread.sleep(POLL.toMillis());
        }
    }

    /** This process and its ancestors: a command typed in a shell that inherited the variable must not end itself. */
    private Set<Long> ownLine() {
        Set<Long> line = new HashSet<>();
        Optional<ProcessHandle> next = Optional.of(ProcessHandle.current());
        while (next.isPresent() && line.add(next.get().pid())) {
            next = next.get().parent();
        }
        return line;
    }
}
