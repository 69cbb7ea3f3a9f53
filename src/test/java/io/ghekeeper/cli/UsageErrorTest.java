package io.ghekeeper.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

class UsageErrorTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | which command? | ghe-keeper --help",
                "stauts | did you mean status or snapshots? | ghe-keeper --help",
                "runs --lst 3 | Unknown options: '--lst', '3' | ghe-keeper runs --help",
                "runs --last x | 'x' is not an int | ghe-keeper runs --help",
                "snapshots accept | 'SNAPSHOT' | ghe-keeper snapshots accept --help",
                "key | encrypt or check? | ghe-keeper key --help",
                "archive verfy | 'verfy' is neither a command of archive nor an id | ghe-keeper archive --help",
                "archive copy | '--to=STORE' | ghe-keeper archive copy --help",
                "archive fetch | 'SNAPSHOT' | ghe-keeper archive fetch --help",
                "rebuild --snapshot 2 | did you mean --snapshots | ghe-keeper rebuild --help",
                "repository export octo/hi | '--snapshot=ID', '--to=PATH' | ghe-keeper repository export --help",
                "internal --output x | internal is for a process that ghe-keeper started | ghe-keeper internal --help",
                "logs one\u001b[2J two\u202e | two | ghe-keeper logs --help"
            })
    void endsWithItsMessageAndOneLineOnHelp(String typed, String message, String help) {
        StringWriter errors = new StringWriter();
        CommandLine line = Typed.commandLine(new ByteArrayOutputStream());
        line.setErr(new PrintWriter(errors, true));

        int status = line.execute(typed.isEmpty() ? new String[0] : typed.split(" "));

        assertThat(status).isEqualTo(2);
        assertThat(errors.toString().lines())
                .as(errors.toString())
                .hasSize(2)
                .satisfiesExactly(
                        first -> assertThat(first).startsWith("ERROR: ").contains(message),
                        last -> assertThat(last).isEqualTo("HINT: See its help: " + help));
        assertThat(errors.toString()).doesNotContain("\u001b", "\u202e");
    }

    @Test
    void aFaultOfTheProgramHasAnExitStatusThatNoStateHas() {
        StringWriter errors = new StringWriter();
        CommandLine line = Typed.commandLine(new ByteArrayOutputStream());
        line.addSubcommand(new Broken());
        line.setErr(new PrintWriter(errors, true));

        for (String how : new String[] {"error", "exception"}) {
            assertThat(Main.execute(line, "broken", how)).as(how).isEqualTo(100);
        }
        assertThat(errors.toString()).contains("ERROR [internal]: ").doesNotContain("\tat ");
    }

    @Command(name = "broken")
    private static final class Broken implements Runnable {
        @Parameters
        private String how;

        @Override
        public void run() {
            if (how.equals("error")) {
                throw new StackOverflowError();
            }
            throw new IllegalStateException();
        }
    }
}
