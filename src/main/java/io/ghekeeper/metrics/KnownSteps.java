package io.ghekeeper.metrics;

import java.util.List;

/** The titles of the engine's steps, as it prints them; a test holds them to those that the engine reads. */
final class KnownSteps {
    static final List<String> TITLES = List.of(
            "GitHub secrets",
            "GitHub settings",
            "SSH authorized keys",
            "SSH host keys",
            "MySQL database",
            "Redis database",
            "audit log",
            "Git repositories",
            "GitHub Pages artifacts",
            "storage data",
            "custom Git hooks",
            "Elasticsearch indices",
            "secrets",
            "UUID",
            "Gists",
            "Pages",
            "Audit logs",
            "Configuring appliance",
            "license",
            "settings",
            "CA certificates");

    private KnownSteps() {}
}
