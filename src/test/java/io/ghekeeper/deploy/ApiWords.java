package io.ghekeeper.deploy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Fields whose type is any text, and whose values the API server knows one by one; from the API reference of Kubernetes
 * 1.32.
 */
final class ApiWords {
    private static final Map<String, Set<String>> KNOWN = Map.ofEntries(
            Map.entry("imagePullPolicy", Set.of("Always", "IfNotPresent", "Never")),
            Map.entry("restartPolicy", Set.of("Always", "OnFailure", "Never")),
            Map.entry("concurrencyPolicy", Set.of("Allow", "Forbid", "Replace")),
            Map.entry("medium", Set.of("Memory")),
            Map.entry("fsGroupChangePolicy", Set.of("Always", "OnRootMismatch")),
            Map.entry("podManagementPolicy", Set.of("OrderedReady", "Parallel")),
            Map.entry("whenDeleted", Set.of("Retain", "Delete")),
            Map.entry("whenScaled", Set.of("Retain", "Delete")),
            Map.entry("unhealthyPodEvictionPolicy", Set.of("IfHealthyBudget", "AlwaysAllow")),
            Map.entry("protocol", Set.of("TCP", "UDP")),
            Map.entry("updateStrategy.type", Set.of("RollingUpdate", "OnDelete")),
            Map.entry("seccompProfile.type", Set.of("RuntimeDefault")),
            Map.entry("accessModes", Set.of("ReadWriteOnce", "ReadWriteOncePod")),
            Map.entry("persistentVolumeReclaimPolicy", Set.of("Retain", "Delete")),
            Map.entry("reclaimPolicy", Set.of("Retain", "Delete")),
            Map.entry("volumeBindingMode", Set.of("Immediate", "WaitForFirstConsumer")),
            Map.entry("operator", Set.of("In", "NotIn", "Exists", "DoesNotExist")),
            Map.entry("policyTypes", Set.of("Ingress", "Egress")),
            Map.entry("drop", Set.of("ALL")));

    private ApiWords() {}

    /** Each value that the API server would refuse, with its path. */
    static List<String> unknown(Map<?, ?> tree) {
        List<String> unknown = new ArrayList<>();
        look("", tree, unknown);
        return unknown;
    }

    private static void look(String path, Object node, List<String> unknown) {
        if (node instanceof Map<?, ?> map) {
            map.forEach((key, value) -> look(path.isEmpty() ? key.toString() : path + "." + key, value, unknown));
        } else if (node instanceof List<?> list) {
            list.forEach(each -> look(path, each, unknown));
        } else {
            KNOWN.forEach((field, words) -> {
                boolean here = path.equals(field) || path.endsWith("." + field);
                if (here && !words.contains(String.valueOf(node))) {
                    unknown.add(path + ": " + node);
                }
            });
        }
    }
}
