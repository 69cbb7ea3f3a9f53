package io.ghekeeper.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationDocsTest {
    private static final String COMMAND = "mvn -q test -Dtest=ConfigurationDocsTest -Dupdate-docs=true";

    @Test
    void theReferencePageIsWhatTheSchemaSays() throws IOException {
        committedEquals(Path.of("docs/configuration.md"), ReferencePage.render());
    }

    @Test
    void theSampleFileIsWhatTheSchemaSays() throws IOException {
        committedEquals(Path.of("docs/ghe-keeper.sample.yaml"), SampleFile.render());
    }

    private static void committedEquals(Path file, String rendered) throws IOException {
        if (Boolean.getBoolean("update-docs")) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, rendered);
        }
        assertThat(file)
                .as("%s is out of date; write it with: %s", file, COMMAND)
                .exists();
        assertThat(Files.readString(file))
                .as("%s is out of date; write it with: %s", file, COMMAND)
                .isEqualTo(rendered);
    }

    @Test
    void theSampleFileLacksOnlyTheHost(@TempDir Path folder) {
        Reading reading = new Reading(folder);
        assertThat(reading.problems(SampleFile.render()))
                .singleElement()
                .asString()
                .contains("appliance.host: found nothing");
        String withHost = SampleFile.render().replace("  host:\n", "  host: github.example.com\n");
        assertThat(reading.read(withHost, Map.of()).configuration())
                .isEqualTo(reading.read(Reading.HOST, Map.of()).configuration());
    }

    @Test
    void everyLineOfTheSampleFileMayBeUncommented(@TempDir Path folder) {
        String all = SampleFile.render()
                .replace("  host:\n", "  host: github.example.com\n")
                .replaceAll("(?m)^  # ", "  ");
        for (Key<?> key : Schema.KEYS) {
            assertThat(all).contains("\n  " + key.name() + ": ");
        }
        assertThat(new Reading(folder).read(all, Map.of()).configuration().kms().endpoint())
                .isPresent();
    }

    @Test
    void everyKeyAndVariableIsOnTheReferencePage() {
        for (Key<?> key : Schema.KEYS) {
            assertThat(ReferencePage.render()).contains("### `" + key.path() + "`", "`" + key.variable() + "`");
        }
    }
}
