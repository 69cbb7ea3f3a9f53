package io.ghekeeper.engine.backuputils;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.process.ShortCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The {@code parallel} that backup-utils takes where {@code GHE_PARALLEL_ENABLED} is {@code yes}: the first that is there of
 * six names in /usr/bin, else the one on its PATH. It must be that of moreutils; GNU parallel has other options. Looked up
 * in backup-utils 3.12.1.
 */
final class ParallelProgram {
    private static final List<String> NAMES = List.of(
            "parallel-moreutils",
            "parallel.moreutils",
            "parallel_moreutils",
            "moreutils-parallel",
            "moreutils.parallel",
            "moreutils_parallel");
    private static final String USAGE = "parallel [OPTIONS] command -- arguments";
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final String INSTALL =
            "Install moreutils, on Debian with: apt-get install moreutils. Or remove GHE_PARALLEL_ENABLED from"
                    + " engine.options.";

    private final Path folder;
    private final Optional<Path> onPath;

    /**
     * Where it is looked for.
     *
     * @param folder of the six names
     * @param onPath the program named parallel on the PATH of backup-utils
     */
    ParallelProgram(Path folder, Optional<Path> onPath) {
        this.folder = folder;
        this.onPath = onPath;
    }

    /**
     * The program that is used, which is that of moreutils.
     *
     * @throws Failure ENGINE_TOOL_MISSING where there is none, or where it is another one
     */
    Path require() {
        Path program = Stream.concat(NAMES.stream().map(folder::resolve).filter(Files::isExecutable), onPath.stream())
                .findFirst()
                .orElseThrow(() -> unfit("is not there"));
        String help = ask(program, "-h");
        if (help.contains(USAGE)) {
            return program;
        }
        boolean gnu = help.contains("GNU parallel") || ask(program, "--version").contains("GNU parallel");
        throw unfit("is " + (gnu ? "GNU parallel" : "of an unknown kind") + " (" + program + ")");
    }

    /** Nothing where it does not answer. */
    private static String ask(Path program, String option) {
        try {
            return new ShortCommand(LIMIT).ask(List.of(program.toString(), option));
        } catch (IOException unfit) {
            return "";
        }
    }

    private static Failure unfit(String what) {
        return new Failure(
                FailureKind.ENGINE_TOOL_MISSING,
                "with GHE_PARALLEL_ENABLED, backup-utils needs the parallel of moreutils; the parallel here " + what,
                INSTALL);
    }
}
