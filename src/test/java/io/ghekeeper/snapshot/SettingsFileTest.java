package io.ghekeeper.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where the database lies, by the settings: data in any shape, and never a reason to fail. */
@Timeout(300)
class SettingsFileTest {
    @TempDir
    private Path snapshot;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[mysql \"external\"]\n\tenabled = true\n",
                "[mysql.external]\nEnabled=true",
                "# a comment\n[app \"actions\"]\n\tenabled = false\n[mysql \"external\"] enabled = \"true\" ; yes\r\n",
                "[mysql \"external\"]\nenabled = false\nenabled = true",
                "{\"mysql\":{\"external\":{\"enabled\":true}}}",
                "{\"enterprise\":{\"mysql\":{\"external\":{\"enabled\":\"true\"}}}}",
                "{\"mysql.external.enabled\":\"true\"}",
                "{\"mysql\":{\"external.enabled\":true},\"other\":[1,{}]}"
            })
    void external(String text) throws IOException {
        assertThat(of(text)).isEqualTo(DatabasePlace.EXTERNAL);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[mysql \"external\"]\n\tenabled = false\n",
                "[mysql \"external\"]\n\tenabled = yes\n",
                "[mysql \"external\"]\n\tenabled\n",
                "[mysql \"external\"]\nenabled = true\nenabled = false",
                "[mysql \"External\"]\nenabled = true",
                "[app \"actions\"]\n\tenabled = true\n",
                "{}",
                "{\"enterprise\":{\"private_mode\":true}}",
                "{\"mysql\":{\"external\":{\"enabled\":false}}}",
                "{\"mysql\":{\"external\":{\"enabled\":null}}}",
                "{\"mysql\":{\"external\":[{\"enabled\":true}]}}",
                "{\"notmysql.external.enabled\":true}"
            })
    void internal(String text) throws IOException {
        assertThat(of(text)).isEqualTo(DatabasePlace.INTERNAL);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "settings of this appliance",
                "null",
                "[]",
                "17",
                "{\"mysql\":",
                "{\"mysql.external.enabled\":true} trailing",
                "{\"a\":{\"mysql.external.enabled\":true},\"mysql.external.enabled\":false}",
                "[mysql \"external\"]\nenabled = true\n<<<<<<<",
                "enabled = true"
            })
    void unknown(String text) throws IOException {
        assertThat(of(text)).isEqualTo(DatabasePlace.UNKNOWN);
    }

    @Test
    void whatIsHugeDeepOrNoFileIsUnknown() throws IOException {
        assertThat(SettingsFile.database(snapshot)).isEqualTo(DatabasePlace.UNKNOWN);
        assertThat(of("{\"a\":".repeat(100_000))).isEqualTo(DatabasePlace.UNKNOWN);
        assertThat(of("{\"" + "a".repeat(5 << 20) + "\":1}")).isEqualTo(DatabasePlace.UNKNOWN);
        Files.delete(snapshot.resolve("settings.json"));
        Files.createDirectory(snapshot.resolve("settings.json"));
        assertThat(SettingsFile.database(snapshot)).isEqualTo(DatabasePlace.UNKNOWN);
    }

    private DatabasePlace of(String text) throws IOException {
        Files.writeString(snapshot.resolve("settings.json"), text);
        return SettingsFile.database(snapshot);
    }
}
