package io.ghekeeper.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Some real processes of this machine, and no others: tests that ask whether any tool is alive must not see those of the
 * tests beside them.
 */
public final class FewProcesses {
    private static final Path ALL = Path.of("/proc");

    private final Path proc;

    /** None yet; {@code proc} is an empty directory. */
    public FewProcesses(Path proc) throws IOException {
        this.proc = proc;
        Files.createSymbolicLink(proc.resolve("stat"), ALL.resolve("stat"));
    }

    public void add(long pid) throws IOException {
        String name = Long.toString(pid);
        Files.createSymbolicLink(proc.resolve(name), ALL.resolve(name));
    }

    public ProcessTable table() {
        return new ProcessTable(proc);
    }
}
