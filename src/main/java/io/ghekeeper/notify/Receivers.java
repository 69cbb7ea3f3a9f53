package io.ghekeeper.notify;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Those that are configured. */
public final class Receivers {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private Receivers() {}

    /** Each one, for a test. */
    public static List<Receiver> all(NotifySettings settings) {
        List<Receiver> all = new ArrayList<>(ofNotices(settings));
        ping(settings).ifPresent(all::add);
        return all;
    }

    /** Who gets messages. */
    static List<Receiver> ofNotices(NotifySettings settings) {
        List<Receiver> receivers = new ArrayList<>();
        settings.webhook().ifPresent(url -> receivers.add(new Webhook(url, new HttpSender(LIMIT))));
        settings.mail().ifPresent(mail -> receivers.add(new Mail(mail, LIMIT, Optional.empty())));
        return receivers;
    }

    static Optional<Ping> ping(NotifySettings settings) {
        return settings.ping().map(url -> new Ping(url, new HttpSender(LIMIT)));
    }
}
