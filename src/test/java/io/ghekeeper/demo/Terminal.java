package io.ghekeeper.demo;

import io.ghekeeper.lab.PseudoTerminal;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Types ghe-keeper's commands as a person would, and shows what they print. */
final class Terminal {
    private static final Pattern CONTROLS = Pattern.compile("\u001b\\[[0-9;]*[A-Za-z]");
    private static final Pattern BAR = Pattern.compile("restore +\\d+% \\[.*");

    private final Path launcher;
    private final Path configuration;
    private final Map<String, String> environment;

    Terminal(Path launcher, Path configuration, Map<String, String> environment) {
        this.launcher = launcher;
        this.configuration = configuration;
        this.environment = environment;
    }

    /** The same, with one more variable in its environment. */
    Terminal with(String name, String value) {
        Map<String, String> more = new HashMap<>(environment);
        more.put(name, value);
        return new Terminal(launcher, configuration, more);
    }

    void say(String text) {
        System.out.println("\n== " + text);
    }

    /** Types a command, shows it, and returns what it printed. */
    String type(String... arguments) throws IOException, InterruptedException {
        return typeWith("", arguments);
    }

    /** The same of a command that is to end with another exit status. */
    String typeFor(int status, String... arguments) throws IOException, InterruptedException {
        return typeWith("", status, arguments);
    }

    /** Types a command in a terminal of its own, and goes on while it runs there. */
    PseudoTerminal onItsOwn(String... arguments) throws IOException {
        System.out.println("$ ghe-keeper " + String.join(" ", arguments));
        List<String> command =
                new ArrayList<>(List.of("bash", "-c", "stty cols 110; exec \"$@\"", "-", "env", "NO_COLOR=1"));
        environment.forEach((name, value) -> command.add(name + "=" + value));
        command.addAll(builder(arguments).command());
        return PseudoTerminal.open(configuration.toAbsolutePath().getParent(), command);
    }

    /** Shows what a terminal of its own has printed, without what only moves on a screen: colours and the bar. */
    static void show(PseudoTerminal terminal) {
        String screen = new String(terminal.screen().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
        for (String line : screen.split("\r?\n", -1)) {
            String text = Arrays.stream(CONTROLS.matcher(line).replaceAll("").split("\r", -1))
                    .filter(part -> !BAR.matcher(part).matches())
                    .collect(Collectors.joining());
            if (line.strip().isEmpty() || !text.isEmpty()) {
                System.out.println(("  | " + text).stripTrailing());
            }
        }
    }

    /**
     * Types a command and shows those of its lines that hold a word, as they come.
     *
     * @param each is called before each of them is shown
     */
    void follow(String word, Runnable each, String... arguments) throws IOException, InterruptedException {
        System.out.println("$ ghe-keeper " + String.join(" ", arguments) + " | grep " + word);
        Process process = builder(arguments)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader reader = process.inputReader()) {
            reader.lines().filter(line -> line.contains(word)).forEach(line -> {
                each.run();
                System.out.println("  | " + line);
            });
        }
        require(0, process, "");
    }

    /** The same, with something to read. */
    String typeWith(String input, String... arguments) throws IOException, InterruptedException {
        return typeWith(input, 0, arguments);
    }

    private String typeWith(String input, int status, String... arguments) throws IOException, InterruptedException {
        System.out.println("$ ghe-keeper " + String.join(" ", arguments));
        Process process = builder(arguments)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (var stdin = process.getOutputStream()) {
            stdin.write(input.getBytes(StandardCharsets.UTF_8));
        }
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        require(status, process, output);
        return output;
    }

    private static void require(int status, Process process, String output) throws InterruptedException {
        if (process.waitFor() != status) {
            throw new IllegalStateException("exit status " + process.exitValue() + ": " + output);
        }
    }

    /** Starts the supervisor; its log is shown as it comes. */
    Supervised supervise() throws IOException {
        System.out.println("$ ghe-keeper supervise");
        return new Supervised(builder("supervise").redirectErrorStream(true).start());
    }

    private ProcessBuilder builder(String... arguments) {
        List<String> command = new ArrayList<>(List.of(launcher.toString(), "--config", configuration.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(environment);
        return builder;
    }

    /** The running supervisor. */
    static final class Supervised {
        private final Process process;
        private final List<String> awaited = new ArrayList<>();
        private final List<CountDownLatch> seen = new ArrayList<>();

        private Supervised(Process process) {
            this.process = process;
            Thread reader = new Thread(this::show, "supervisor-log");
            reader.setDaemon(true);
            reader.start();
        }

        private void show() {
            try {
                process.inputReader().lines().forEach(this::show);
            } catch (UncheckedIOException ended) {
                // The JDK closes the stream when the process has ended.
            }
        }

        private void show(String line) {
            System.out.println("  | " + line);
            synchronized (awaited) {
                for (int i = 0; i < awaited.size(); i++) {
                    if (line.contains(awaited.get(i))) {
                        seen.get(i).countDown();
                    }
                }
            }
        }

        /** Promises that a line with this text will come; to be kept by {@link #await}. */
        CountDownLatch expect(String text) {
            synchronized (awaited) {
                awaited.add(text);
                seen.add(new CountDownLatch(1));
                return seen.get(seen.size() - 1);
            }
        }

        void await(CountDownLatch line) throws InterruptedException {
            if (!line.await(60, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException("the supervisor did not say what it was to say within 60 s");
            }
        }

        void stop() throws InterruptedException {
            process.destroy();
            process.waitFor();
        }
    }
}
