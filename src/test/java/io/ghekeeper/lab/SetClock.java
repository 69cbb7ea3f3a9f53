package io.ghekeeper.lab;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that goes only when it is set. */
public final class SetClock extends Clock {
    private volatile Instant now;

    public SetClock(String now) {
        this(Instant.parse(now));
    }

    public SetClock(Instant now) {
        this.now = now;
    }

    public void set(String time) {
        set(Instant.parse(time));
    }

    public void set(Instant time) {
        now = time;
    }

    public void pass(Duration time) {
        now = now.plus(time);
    }

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException();
    }
}
