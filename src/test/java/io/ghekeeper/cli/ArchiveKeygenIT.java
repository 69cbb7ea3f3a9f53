package io.ghekeeper.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ghekeeper.lab.Deployment;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** An identity is printed once, and is nowhere else. */
class ArchiveKeygenIT extends OneDeployment {
    private static final Pattern RECIPIENT = Pattern.compile("(?m)^age1[a-z0-9]{58}$");

    @Test
    void anIdentityIsPrintedOnceAndReadsWhatItsRecipientGets() throws Exception {
        deployment.configure("");

        Deployment.Result made = Typed.at(deployment, "archive", "keygen");

        assertThat(made.status()).as(made.err()).isZero();
        Matcher recipient = RECIPIENT.matcher(made.err());
        assertThat(recipient.find()).as(made.err()).isTrue();
        assertThat(made.err()).contains("archive.recipients").doesNotContain("AGE-SECRET-KEY");
        assertThat(made.out()).containsOnlyOnce("AGE-SECRET-KEY-1");
        assertThat(age(List.of("age-keygen", "-y"), made.out()).strip()).isEqualTo(recipient.group());
        assertThat(nowhere(made.out())).isTrue();
    }

    private boolean nowhere(String identity) throws IOException {
        String line = identity.lines()
                .filter(one -> one.startsWith("AGE-SECRET"))
                .findFirst()
                .orElseThrow();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(line)) {
                    return false;
                }
            }
        }
        return true;
    }

    private static String age(List<String> command, String input) throws Exception {
        Process process = new ProcessBuilder(command).start();
        try (var to = process.getOutputStream()) {
            to.write(input.getBytes(StandardCharsets.US_ASCII));
        }
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        assertThat(process.waitFor()).isZero();
        return output;
    }
}
