package io.ghekeeper.run;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

class EngineLinesTest {
    private static final String RUN = "20261121T135424Z-backup-b2fb";

    private final Logger logger = (Logger) LoggerFactory.getLogger(EngineLines.LOGGER);
    private final ListAppender<ILoggingEvent> said = new ListAppender<>() {
        @Override
        protected void append(ILoggingEvent event) {
            event.prepareForDeferredProcessing(); // else it asks for the run when it is looked at
            super.append(event);
        }
    };

    @BeforeEach
    void listen() {
        said.start();
        logger.setAdditive(false);
        logger.setLevel(ch.qos.logback.classic.Level.INFO);
        logger.addAppender(said);
    }

    @AfterEach
    void leave() {
        logger.detachAppender(said);
        logger.setAdditive(true);
        logger.setLevel(null);
    }

    @Test
    void aLineOfTheEnginesIsMarkedAndBearsItsRunsId() {
        new EngineLines(Optional.of(Level.INFO)).printed(RUN, "2026-11-21T13:54:24Z  INFO  Backing up {} ...");

        assertThat(said.list).singleElement().satisfies(event -> {
            assertThat(event.getFormattedMessage()).isEqualTo("| 2026-11-21T13:54:24Z  INFO  Backing up {} ...");
            assertThat(event.getMDCPropertyMap()).containsEntry("run", RUN);
        });
    }

    @Test
    void whatTheKeeperWroteIntoTheRunsLogIsNotSaidTwice() {
        new EngineLines(Optional.of(Level.INFO)).printed(RUN, "2026-11-21T13:54:24Z  KEEPER  backup begins");

        assertThat(said.list).isEmpty();
    }

    @Test
    void itIsSaidAtTheLevelOfChoiceOrNotAtAll() {
        new EngineLines(Optional.empty()).printed(RUN, "a line");
        new EngineLines(Optional.of(Level.DEBUG)).printed(RUN, "a line");
        assertThat(said.list).isEmpty();

        logger.setLevel(ch.qos.logback.classic.Level.DEBUG);
        new EngineLines(Optional.of(Level.DEBUG)).printed(RUN, "a line");
        assertThat(said.list)
                .extracting(ILoggingEvent::getLevel)
                .isEqualTo(List.of(ch.qos.logback.classic.Level.DEBUG));
    }

    @Test
    void noLineCommandsATerminalOrIsLongerThanContainersTake() {
        new EngineLines(Optional.of(Level.INFO)).printed(RUN, "\u001b[2J\u202e\u0000" + "\u65e5".repeat(16_384));

        assertThat(said.list.get(0).getFormattedMessage())
                .startsWith("| \u65e5")
                .endsWith("\u65e5... (12390 more)")
                .hasSizeLessThan(4_100);
    }
}
