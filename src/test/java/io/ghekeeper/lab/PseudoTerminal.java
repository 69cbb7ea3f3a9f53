package io.ghekeeper.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;

/** A person's terminal with one command in it: a real pseudo-terminal, made by util-linux's {@code script}. */
public final class PseudoTerminal implements AutoCloseable {
    /** What ctrl-C and ctrl-D send. */
    public static final String INTERRUPT = "\u0003";

    public static final String END_OF_INPUT = "\u0004";

    private final Path shown;
    private final Process script;

    private PseudoTerminal(Path shown, Process script) {
        this.shown = shown;
        this.script = script;
    }

    /** Types a command in a new one, whose screen is kept in a new file of a folder. */
    public static PseudoTerminal open(Path folder, List<String> command) throws IOException {
        Path shown = Files.createTempFile(folder, "screen", "");
        String line = command.stream()
                .map(word -> "'" + word.replace("'", "'\\''") + "'")
                .collect(Collectors.joining(" ", "exec ", ""));
        // Tests in the background of a shell, or under nohup, pass ignored signals on.
        ProcessBuilder builder = new ProcessBuilder(
                        "env",
                        "--default-signal=HUP,INT,QUIT,PIPE",
                        "script",
                        "--quiet",
                        "--flush",
                        "--return",
                        "-c",
                        line,
                        "/dev/null")
                .redirectErrorStream(true)
                .redirectOutput(shown.toFile());
        builder.environment().put("TERM", "xterm");
        return new PseudoTerminal(shown, builder.start());
    }

    /** All that was ever on the screen. */
    public String screen() {
        try {
            return Files.readString(shown, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same without its colours, and with one blank between words: lines break where the terminal ends. */
    public String words() {
        return screen().replaceAll("\u001b\\[[0-9;]*m", "").replaceAll("\\s+", " ");
    }

    /** Waits until a text is on the screen. */
    public void await(String text) {
        Awaitility.await(text).atMost(TestTimeouts.LONG).until(this::screen, screen -> screen.contains(text));
    }

    public void type(String keys) throws IOException {
        script.getOutputStream().write(keys.getBytes(StandardCharsets.US_ASCII));
        script.getOutputStream().flush();
    }

    /** The command's exit status, when it has ended. */
    public int status() throws InterruptedException {
        if (!script.waitFor(TestTimeouts.LONG.toSeconds(), TimeUnit.SECONDS)) {
            throw new IllegalStateException("still running: " + screen());
        }
        return script.exitValue();
    }

    /** The process that was typed. */
    public ProcessHandle command() {
        return script.children().findFirst().orElseThrow();
    }

    /** Takes the terminal away from the command, as a lost connection does: the kernel sends it SIGHUP. */
    public void hangUp() throws InterruptedException {
        script.destroyForcibly().waitFor();
    }

    @Override
    public void close() {
        script.destroyForcibly();
    }
}
