package io.ghekeeper.cli;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** How a program is started so that it takes only what no other one wants of the processor and the disk. */
final class LowPriority {
    private static final List<List<String>> PROGRAMS = List.of(
            List.of("nice", "-n", "19"),
            List.of("ionice", "-t", "-c", "3")); // -t: where the kernel refuses it, the program starts all the same

    private LowPriority() {}

    /** The words before the program's own, of the programs that are there. */
    static List<String> command(String searchPath) {
        List<String> words = new ArrayList<>();
        PROGRAMS.stream().filter(program -> isThere(program.get(0), searchPath)).forEach(words::addAll);
        return words;
    }

    private static boolean isThere(String program, String searchPath) {
        return Stream.of(searchPath.split(Pattern.quote(File.pathSeparator)))
                .filter(folder -> !folder.isEmpty())
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }
}
