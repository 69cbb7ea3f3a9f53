package io.ghekeeper.restore;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The table of manual steps in the page about restores. */
class ManualStepTableDocsTest {
    private static final Path PAGE = Path.of("docs/restore.md");
    private static final String BEGIN = "<!-- generated from the program by `./dev docs` -->\n";
    private static final String END = "<!-- end of what is generated -->\n";

    @Test
    void thePageHasEveryRowOfTheTable() throws IOException {
        String page = Files.readString(PAGE);
        int begin = page.indexOf(BEGIN) + BEGIN.length();
        String right = page.substring(0, begin) + table() + page.substring(page.indexOf(END));
        if (Boolean.getBoolean("update-docs")) {
            Files.writeString(PAGE, right);
        }
        assertThat(Files.readString(PAGE))
                .as("%s is out of date; write it with: ./dev docs", PAGE)
                .isEqualTo(right);
    }

    private static String table() {
        return ManualStepTable.all().stream()
                .map(step -> "| " + step.from() + " | " + step.to() + " | "
                        + step.phase().name().toLowerCase(java.util.Locale.ROOT) + " | " + sentence(step) + " |\n")
                .collect(Collectors.joining("", "| from | to | when | what |\n|---|---|---|---|\n", ""));
    }

    private static String sentence(ManualStep step) {
        String words = names(step.sentence());
        return step.command().isEmpty() ? words : words + ": `" + names(step.command()) + "`";
    }

    private static String names(String text) {
        return text.replace("|", "\\|")
                .replace("{host}", "HOST")
                .replace("{production}", "PRODUCTION")
                .replace("{from}", "FROM")
                .replace("{to}", "TO")
                .replace("{fingerprint}", "FINGERPRINT");
    }
}
