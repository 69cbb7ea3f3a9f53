package io.ghekeeper.run;

import io.ghekeeper.journal.RunEvent;
import io.ghekeeper.key.Keys;
import io.ghekeeper.key.SshKey;
import io.ghekeeper.key.UnlockedKey;
import java.util.concurrent.atomic.AtomicBoolean;

/** The private key, for the time that an engine needs it. */
public final class RunKey {
    private final Keys keys;
    private final AtomicBoolean warnedOfPlainKey = new AtomicBoolean();

    public RunKey(Keys keys) {
        this.keys = keys;
    }

    /** Asks AWS for it, unless the run must end. The caller closes it. */
    public UnlockedKey unlock(RunContext context) {
        return context.watch().await(keys::unlock, UnlockedKey::close);
    }

    /** Asks AWS for it, and keeps it as a file only. */
    public SshKey open(RunContext context) {
        try (UnlockedKey unlocked = unlock(context)) {
            return write(unlocked, context);
        }
    }

    /** Writes it into memory-backed storage; closed, the file is wiped. */
    public SshKey write(UnlockedKey unlocked, RunContext context) {
        SshKey key = keys.write(unlocked);
        try {
            context.record(new RunEvent.KeyOpened(key.description().toString()));
        } catch (RuntimeException unwritable) {
            key.close(); // no other object has it yet
            throw unwritable;
        }
        if (key.plain() && warnedOfPlainKey.compareAndSet(false, true)) {
            context.warn("the key's value is a plain private key; encrypt it with: ghe-keeper key encrypt");
        }
        return key;
    }
}
