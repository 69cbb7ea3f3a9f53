package io.ghekeeper.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.pattern.CompositeConverter;
import io.ghekeeper.text.PlainText;

/** {@code %plain(...)} in a pattern: one line, so that no text of others looks like a line of ours. */
public final class PlainLine extends CompositeConverter<ILoggingEvent> {
    @Override
    protected String transform(ILoggingEvent event, String text) {
        return PlainText.of(text);
    }
}
