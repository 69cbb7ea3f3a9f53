package io.ghekeeper.config;

import io.ghekeeper.http.HttpSettings;
import java.util.Optional;

/** The keys of the section {@code http}, and the {@link HttpSettings} that they build. */
final class HttpSection {
    static final Section SECTION =
            new Section("http", "The read-only HTTP port: health, metrics, and a page for people.");

    static final Key<Optional<HttpSettings.Listen>> LISTEN = SECTION.defaulted(
            "listen",
            Addresses.listen(),
            "0.0.0.0:8080",
            "Address and port that `ghe-keeper supervise` answers at; `off`: no port is opened. Clients can"
                    + " read and change nothing: docs/monitoring.md.");

    private HttpSection() {}

    static HttpSettings settings(Settings settings) {
        return new HttpSettings(settings.get(LISTEN));
    }
}
