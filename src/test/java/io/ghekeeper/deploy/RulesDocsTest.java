package io.ghekeeper.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The rules on ghe-keeper's own metrics, for those who have no operator. */
class RulesDocsTest {
    @Test
    void thePlainFileIsTheSecondGroup() throws IOException {
        if (Boolean.getBoolean("update-docs")) {
            Files.writeString(Rules.PLAIN, Rules.plain());
        }
        assertThat(Rules.PLAIN).exists();
        assertThat(Files.readString(Rules.PLAIN))
                .as("%s is out of date; write it with: ./dev docs", Rules.PLAIN)
                .isEqualTo(Rules.plain());
    }

    /** By what the two say, not by how they were made. */
    @Test
    void bothSayTheSame() {
        Object plain = new Load(LoadSettings.builder().build()).loadFromString(Manifests.text(Rules.PLAIN));
        assertThat(Rules.groups()).hasSize(2);
        assertThat(((Map<?, ?>) plain).get("groups"))
                .isEqualTo(List.of(Rules.groups().get(1)));
    }
}
