package io.ghekeeper.log;

import static io.ghekeeper.log.LogSettings.Format.JSON;
import static io.ghekeeper.log.LogSettings.Format.TEXT;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import java.util.EnumSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LogsTest {
    private final Lines lines = new Lines();

    @AfterEach
    void stop() {
        lines.close();
    }

    @Test
    void aLineOfARunBeginsWithItsIdInText() {
        lines.within("20261121T135424Z-backup-b2fb");

        assertThat(lines.of("backup begins", null)).matches("\\S+Z INFO  20261121T135424Z-backup-b2fb backup begins\n");
    }

    @Test
    void aLineOfNoRunHasNoIdAndNoBlankBefore() {
        assertThat(lines.of(" stopped", null)).matches("\\S+Z INFO  stopped\n");
    }

    @Test
    void theFormIsTheConfiguredOneHoweverOftenItIsChanged() {
        for (int i = 0; i < 3; i++) {
            lines.apply(JSON, LogSettings.Level.INFO);
            lines.apply(JSON, LogSettings.Level.INFO);
            assertThat(lines.of("said", null)).startsWith("{\"timestamp\":");
            lines.apply(TEXT, LogSettings.Level.INFO);
            assertThat(lines.of("said", null)).matches("\\S+Z INFO  said\n");
        }
    }

    @ParameterizedTest
    @EnumSource
    void nothingBelowTheLevelIsSaid(LogSettings.Level level) {
        lines.apply(JSON, level);

        Logger ours = lines.context.getLogger("io.ghekeeper.run.RunLog");
        assertThat(Stream.of(LogSettings.Level.values()).filter(each -> ours.isEnabledFor(logback(each))))
                .containsExactlyElementsOf(EnumSet.range(LogSettings.Level.ERROR, level));
    }

    @ParameterizedTest
    @EnumSource
    void librariesSayWarningsAtMostAndThoseThatWereSilencedStaySo(LogSettings.Format format) {
        lines.apply(format, LogSettings.Level.DEBUG);

        assertThat(lines.context.getLogger("org.example").getEffectiveLevel()).isEqualTo(Level.WARN);
        assertThat(lines.context.getLogger("net.schmizz.sshj").getEffectiveLevel())
                .isEqualTo(Level.OFF);
        assertThat(lines.context.getLogger("software.amazon.awssdk.core").getEffectiveLevel())
                .isEqualTo(Level.ERROR);

        lines.apply(format, LogSettings.Level.ERROR);
        assertThat(lines.context.getLogger("org.example").getEffectiveLevel()).isEqualTo(Level.ERROR);
    }

    /** The line that shows progress does so while it is there, and each command reads the configuration several times. */
    @Test
    void whoLoweredALevelIsNotOverruledByTheSameSettings() {
        lines.apply(TEXT, LogSettings.Level.INFO);
        lines.context.getLogger("io.ghekeeper").setLevel(Level.WARN);

        lines.apply(TEXT, LogSettings.Level.INFO);

        assertThat(lines.context.getLogger("io.ghekeeper").getLevel()).isEqualTo(Level.WARN);
    }

    @Test
    void aConfigurationOfSomebodysOwnIsLeftAlone() {
        LoggerContext another = new LoggerContext();
        another.getLogger("io.ghekeeper").setLevel(Level.TRACE);

        new Logs(another).apply(new LogSettings(JSON, LogSettings.Level.ERROR, LogSettings.EngineOutput.OFF));

        assertThat(another.getLogger("io.ghekeeper").getLevel()).isEqualTo(Level.TRACE);
        another.stop();
    }

    private static Level logback(LogSettings.Level level) {
        return Level.toLevel(level.name());
    }
}
