package io.ghekeeper.notify;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.monitor.StatusReport;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One look: how does it stand, who has not heard of it, tell them, and note it down. */
final class NotificationPass {
    private static final Logger LOG = LoggerFactory.getLogger(NotificationPass.class);

    private final DueNotifications notices;
    private final Supplier<StatusReport> present;
    private final DeliveredStatesFile file;
    private final List<DeliveryQueue> addressees;
    private final Clock clock;

    /** What could not be written down: of this process at least, nobody hears it twice. */
    private Optional<DeliveredStates> unwritten = Optional.empty();

    /** What arrived after all, when the look was over and the lock given back. */
    private final List<UnaryOperator<DeliveredStates>> late = new ArrayList<>();

    private DeliveredStates told = DeliveredStates.NOTHING;
    private boolean looking;

    NotificationPass(
            DueNotifications notices,
            Supplier<StatusReport> present,
            DeliveredStatesFile file,
            List<DeliveryQueue> addressees,
            Clock clock) {
        this.notices = notices;
        this.present = present;
        this.file = file;
        this.addressees = addressees;
        this.clock = clock;
    }

    /**
     * Looks, and tells what is due.
     *
     * @param last whether there will be no other look in this process: then nobody is spared for having been out of reach
     * @return whether it has looked; it has not while another process does
     */
    @SuppressWarnings("try") // the lock is there to be held
    boolean look(boolean last) throws InterruptedException {
        Optional<DeliveredStatesFile.Lock> free = file.lock();
        if (free.isEmpty()) {
            return false;
        }
        try (DeliveredStatesFile.Lock lock = free.get()) {
            lookLocked(last);
        }
        return true;
    }

    private void lookLocked(boolean last) throws InterruptedException {
        try {
            begin();
            tell(last, due());
        } finally {
            end();
        }
    }

    private synchronized void begin() {
        told = unwritten.orElseGet(file::read);
        looking = true;
        if (!late.isEmpty()) {
            DeliveredStates now = told;
            for (UnaryOperator<DeliveredStates> each : late) {
                now = each.apply(now);
            }
            late.clear();
            note(now);
        }
    }

    private synchronized void end() {
        looking = false;
    }

    private Function<Map<Topic, String>, List<DueNotifications.DueNotification>> due() {
        try {
            StatusReport report = present.get();
            Optional<Instant> noneSince = noneSince(report);
            return marks -> notices.due(report, marks, noneSince);
        } catch (Failure unknown) {
            Instant now = clock.instant();
            return marks -> notices.due(unknown, now, marks);
        }
    }

    private synchronized Optional<Instant> noneSince(StatusReport report) {
        Optional<Instant> since = report.state() == StatusReport.StatusState.NONE
                ? told.noneSince().filter(known -> !known.isAfter(report.at())).or(() -> Optional.of(report.at()))
                : Optional.empty();
        if (!since.equals(told.noneSince())) {
            note(told.with(since));
        }
        return since;
    }

    private void tell(boolean last, Function<Map<Topic, String>, List<DueNotifications.DueNotification>> due)
            throws InterruptedException {
        for (DeliveryQueue addressee : addressees) {
            List<DueNotifications.DueNotification> list = due.apply(marks(addressee));
            if (!list.isEmpty() && (last || addressee.isDue())) {
                addressee.begin(list, told -> noted(addressee, told));
            }
        }
        for (DeliveryQueue addressee : addressees) {
            addressee.await();
        }
    }

    private synchronized Map<Topic, String> marks(DeliveryQueue addressee) {
        return told.to(addressee.name());
    }

    private synchronized void noted(DeliveryQueue addressee, DueNotifications.DueNotification due) {
        UnaryOperator<DeliveredStates> mark = before -> before.with(addressee.name(), due.topic(), due.mark());
        if (looking) {
            note(mark.apply(told));
        } else {
            late.add(mark);
        }
    }

    private void note(DeliveredStates now) {
        told = now;
        try {
            file.write(now);
            unwritten = Optional.empty();
        } catch (IOException full) {
            if (unwritten.isEmpty()) {
                LOG.warn("cannot record the notifications that were sent, and may repeat them: {}", full.getMessage());
            }
            unwritten = Optional.of(now);
        }
    }
}
