package io.ghekeeper.deploy;

import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.Map;
import java.util.Optional;

/**
 * One document of a manifest.
 *
 * @param origin where it was read, for people
 * @param tree as YAML has it, before any type
 */
record Manifest(String origin, Map<?, ?> tree) {
    String kind() {
        return String.valueOf(tree.get("kind"));
    }

    String name() {
        return String.valueOf(((Map<?, ?>) tree.get("metadata")).get("name"));
    }

    /** By the API's type for its version and kind. */
    Object typed() {
        return StrictModel.read(tree);
    }

    <T> T as(Class<T> type) {
        return type.cast(typed());
    }

    /** What its pods are made from; nothing for what makes none. */
    Optional<PodTemplateSpec> pods() {
        return switch (kind()) {
            case "StatefulSet" -> Optional.of(as(StatefulSet.class).getSpec().getTemplate());
            case "Job" -> Optional.of(as(Job.class).getSpec().getTemplate());
            case "CronJob" ->
                Optional.of(
                        as(CronJob.class).getSpec().getJobTemplate().getSpec().getTemplate());
            default -> Optional.empty();
        };
    }

    @Override
    public String toString() {
        return origin + ": " + kind() + " " + name();
    }
}
