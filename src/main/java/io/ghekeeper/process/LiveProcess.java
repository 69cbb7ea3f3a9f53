package io.ghekeeper.process;

import io.ghekeeper.text.PlainText;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A process that is running now, as the kernel shows it. Zombies are not running.
 *
 * @param began when it started; exact to about a second, because the kernel gives the time of boot in whole seconds
 * @param arguments its command line; empty for kernel threads
 * @param environment what it was started with; empty when it belongs to another user
 */
public record LiveProcess(
        long pid, long parent, Instant began, List<String> arguments, Map<String, String> environment) {

    /** The file name of the program that runs; for a script, of the script and not of its shell. */
    public Optional<String> programName() {
        if (arguments.isEmpty()) {
            return Optional.empty();
        }
        String first = fileName(arguments.get(0));
        if (!isShell(first)) {
            return Optional.of(first);
        }
        return arguments.stream()
                .skip(1)
                .filter(argument -> !argument.startsWith("-"))
                .findFirst()
                .map(LiveProcess::fileName)
                .or(() -> Optional.of(first));
    }

    /** The command line on one line, cut to {@code longest} characters, without control characters. */
    public String commandLine(int longest) {
        String whole = PlainText.of(String.join(" ", arguments));
        return whole.length() <= longest ? whole : whole.substring(0, longest - 1) + "…";
    }

    private static boolean isShell(String name) {
        return name.equals("bash") || name.equals("sh") || name.equals("dash") || name.equals("-bash");
    }

    private static String fileName(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
