package io.ghekeeper.archive;

import java.io.IOException;
import java.util.Optional;

/**
 * What a killed run left is in the store, or is sent now. What is damaged by now, or was packed before the recipients were
 * changed, is made again, from what it held.
 */
final class OutboxAdoption {
    private final ArchiveSetting setting;
    private final Outbox outbox;
    private final ObjectSender sender;
    private final ArchiveProgress progress;

    OutboxAdoption(ArchiveSetting setting, Outbox outbox, ObjectSender sender, ArchiveProgress progress) {
        this.setting = setting;
        this.outbox = outbox;
        this.sender = sender;
        this.progress = progress;
    }

    /** Does it. What was sent is to be recorded. */
    void adopt() throws IOException {
        for (WaitingObject waiting : outbox.waiting()) {
            progress.requireGoOn();
            Optional<String> damage = outbox.isForOthers(waiting)
                    ? Optional.of("it is not encrypted for archive.recipients as they are now")
                    : sender.adopt(waiting);
            if (damage.isPresent()) {
                setting.warnings()
                        .accept(waiting.file() + " cannot be sent: " + damage.get() + ". What it held is packed again");
                outbox.discard(waiting);
            }
        }
    }
}
