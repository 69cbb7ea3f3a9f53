package io.ghekeeper.run;

import io.ghekeeper.journal.Events;
import io.ghekeeper.journal.OpenRun;
import io.ghekeeper.key.Keys;
import io.ghekeeper.key.SshKey;
import io.ghekeeper.key.UnlockedKey;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/** The private key, for the time that an engine needs it. */
public final class RunKey {
    private final Keys keys;
    private final AtomicBoolean warnedOfPlainKey = new AtomicBoolean();

    public RunKey(Keys keys) {
        this.keys = keys;
    }

    /** Asks AWS for it, unless the run must end. */
    public UnlockedKey unlock(Watch watch) {
        return watch.await(keys::unlock);
    }

    /** Writes it into memory-backed storage; closed, it is wiped. */
    public SshKey write(UnlockedKey unlocked, OpenRun run, RunLog log) {
        SshKey key = keys.write(unlocked);
        try {
            run.event(Events.KEY_OPENED, Map.of("key", key.description().toString()));
        } catch (RuntimeException unwritable) {
            key.close(); // nobody else has it yet
            throw unwritable;
        }
        log.stage("key opened: " + key.description());
        if (key.plain() && warnedOfPlainKey.compareAndSet(false, true)) {
            log.warning("the key's value is a plain private key; encrypt it with: ghe-keeper key encrypt");
        }
        return key;
    }
}
