package io.ghekeeper.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.pattern.CompositeConverter;
import io.ghekeeper.text.PlainText;

/** {@code %plainLines(...)} in a pattern: for stack traces, whose lines stay. */
public final class PlainLines extends CompositeConverter<ILoggingEvent> {
    @Override
    protected String transform(ILoggingEvent event, String text) {
        return PlainText.lines(text);
    }
}
