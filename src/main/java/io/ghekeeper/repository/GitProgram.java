package io.ghekeeper.repository;

import io.ghekeeper.process.FilterProgram;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * git(1) in a repository of our own making. It reads no configuration but that repository's, runs no hook, fetches nothing, and
 * has nothing of our environment but the path to programs.
 */
final class GitProgram {
    private static final int MOST_WORDS = 16 << 10;
    private static final String PATH = "PATH";

    private static final List<String> ENVIRONMENT = List.of(
            "LC_ALL=C",
            "GIT_CONFIG_NOSYSTEM=1",
            "GIT_CONFIG_GLOBAL=/dev/null",
            "GIT_ATTR_NOSYSTEM=1",
            "GIT_TERMINAL_PROMPT=0",
            "GIT_NO_LAZY_FETCH=1",
            "GIT_NO_REPLACE_OBJECTS=1",
            "GIT_ALLOW_PROTOCOL=none");

    /** What names programs or files elsewhere, what runs later, and what git may take of the memory. */
    private static final Map<String, String> SETTINGS = Map.of(
            "core.hooksPath", "/dev/null",
            "core.attributesFile", "/dev/null",
            "core.fsmonitor", "false",
            "core.alternateRefsCommand", "false",
            "safe.directory", "*",
            "gc.auto", "0",
            "maintenance.auto", "false",
            "pack.threads", "1",
            "pack.windowMemory", "64m",
            "core.packedGitLimit", "128m");

    /**
     * What old commits have, and what loses nothing: dates, time zones and names that today's git would not write, and modes with
     * a zero before them. git calls these errors, and hosts of repositories take them (Gitaly ignores three of them). What
     * hides or lacks content, or attacks who checks it out, stays an error.
     */
    private static final List<String> HARMLESS = List.of(
            "badDate",
            "badDateOverflow",
            "badEmail",
            "badName",
            "badTimezone",
            "missingEmail",
            "missingNameBeforeEmail",
            "missingSpaceBeforeDate",
            "missingSpaceBeforeEmail",
            "multipleAuthors",
            "zeroPaddedDate",
            "zeroPaddedFilemode");

    private final Path home;
    private final Runnable goOn;

    /**
     * One.
     *
     * @param home an empty folder
     * @param goOn is called while git is waited for; what it throws ends git
     */
    GitProgram(Path home, Runnable goOn) {
        this.home = home;
        this.goOn = goOn;
    }

    /** What git prints, of very much the beginning, without blanks around it. */
    String ask(Path repository, String... arguments) throws IOException, InterruptedException {
        FirstWords words = new FirstWords();
        run(repository, List.of(arguments), words);
        return words.text();
    }

    /**
     * Whether git is content, and what it prints and complains of, of very much the beginning.
     *
     * @return nothing where it is
     */
    Optional<String> complaint(Path repository, String... arguments) throws InterruptedException {
        FirstWords words = new FirstWords();
        try {
            run(repository, List.of(arguments), words);
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of((words.text() + "\n" + e.getMessage()).strip());
        }
    }

    /** Runs git, which reads nothing. */
    void run(Path repository, List<String> arguments, OutputStream to) throws IOException, InterruptedException {
        run(repository, arguments, List.of(), to);
    }

    /**
     * Runs git, which reads these lines.
     *
     * @throws IOException with its words when it ends with another status than 0
     */
    void run(Path repository, List<String> arguments, List<String> lines, OutputStream to)
            throws IOException, InterruptedException {
        try (FilterProgram git = FilterProgram.start(line(repository, arguments), to, goOn)) {
            for (String line : lines) {
                byte[] bytes = (line + "\n").getBytes(StandardCharsets.ISO_8859_1);
                git.write(bytes, 0, bytes.length);
            }
            git.finish();
        } catch (IOException e) {
            throw new IOException(String.valueOf(e.getMessage()).replaceFirst("^env\\b", "git"), e);
        }
    }

    private List<String> line(Path repository, List<String> arguments) {
        List<String> line = new ArrayList<>(List.of("env", "-i"));
        line.addAll(ENVIRONMENT);
        line.add(PATH + "=" + Optional.ofNullable(System.getenv(PATH)).orElse("/usr/local/bin:/usr/bin:/bin"));
        line.add("HOME=" + home);
        line.add("git");
        SETTINGS.forEach((key, value) -> line.addAll(List.of("-c", key + "=" + value)));
        HARMLESS.forEach(finding -> line.addAll(List.of("-c", "fsck." + finding + "=warn")));
        line.add("--git-dir=" + repository);
        line.addAll(arguments);
        return line;
    }

    /** Keeps the first of what a program prints. */
    private static final class FirstWords extends OutputStream {
        private final ByteArrayOutputStream kept = new ByteArrayOutputStream();

        @Override
        public synchronized void write(int one) {
            if (kept.size() < MOST_WORDS) {
                kept.write(one);
            }
        }

        @Override
        public synchronized void write(byte[] bytes, int offset, int length) {
            kept.write(bytes, offset, Math.min(length, MOST_WORDS - kept.size()));
        }

        synchronized String text() {
            return kept.toString(StandardCharsets.UTF_8).strip();
        }
    }
}
