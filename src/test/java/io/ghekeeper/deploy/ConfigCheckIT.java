package io.ghekeeper.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.ghekeeper.lab.Tool;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a person types before applying. */
@Tag("core")
class ConfigCheckIT {
    static List<Path> configurations() {
        return PodFitsProgramTest.configurations();
    }

    @ParameterizedTest
    @MethodSource("configurations")
    void theConfigurationPassesTheInstalledCommand(Path file) {
        assertThat(Tool.run("bin/ghe-keeper", "--config", file.toString(), "config", "check"))
                .isEqualTo("the configuration is good");
    }
}
