package io.ghekeeper.deploy;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.storage.StorageClass;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.introspect.Annotated;
import tools.jackson.databind.introspect.JacksonAnnotationIntrospector;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.type.LogicalType;

/** The API's types, and nothing beside them: a field that they do not know fails, at any depth. */
final class StrictModel {
    /** Version and kind to type. What is not here is of an old version, or not used by us. */
    private static final Map<String, Class<?>> TYPES = Map.ofEntries(
            Map.entry("v1 Namespace", Namespace.class),
            Map.entry("v1 Secret", Secret.class),
            Map.entry("v1 ConfigMap", ConfigMap.class),
            Map.entry("v1 Service", Service.class),
            Map.entry("v1 ServiceAccount", ServiceAccount.class),
            Map.entry("v1 PersistentVolumeClaim", PersistentVolumeClaim.class),
            Map.entry("v1 PersistentVolume", PersistentVolume.class),
            Map.entry("storage.k8s.io/v1 StorageClass", StorageClass.class),
            Map.entry("apps/v1 StatefulSet", StatefulSet.class),
            Map.entry("batch/v1 Job", Job.class),
            Map.entry("batch/v1 CronJob", CronJob.class),
            Map.entry("policy/v1 PodDisruptionBudget", PodDisruptionBudget.class),
            Map.entry("networking.k8s.io/v1 NetworkPolicy", NetworkPolicy.class),
            Map.entry("monitoring.coreos.com/v1 ServiceMonitor", ServiceMonitor.class),
            Map.entry("monitoring.coreos.com/v1 PrometheusRule", PrometheusRule.class));

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .annotationIntrospector(new Unforgiving())
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            // Annotations and variables are texts: the API server refuses a bare true or 8080.
            .withCoercionConfig(
                    LogicalType.Textual,
                    config -> config.setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail)
                            .setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                            .setCoercion(CoercionInputShape.Float, CoercionAction.Fail))
            .build();

    private StrictModel() {}

    static Object read(Map<?, ?> tree) {
        String type = tree.get("apiVersion") + " " + tree.get("kind");
        Class<?> known = TYPES.get(type);
        if (known == null) {
            throw new IllegalArgumentException("no type for " + type);
        }
        return MAPPER.treeToValue(MAPPER.valueToTree(tree), known);
    }

    /** The types would keep what they do not know among "additional properties", and fail nothing. */
    private static final class Unforgiving extends JacksonAnnotationIntrospector {
        @Override
        public Boolean hasAnySetter(MapperConfig<?> config, Annotated annotated) {
            return Boolean.FALSE;
        }
    }

    /** Of the Prometheus operator, as far as we use it. */
    record ServiceMonitor(String apiVersion, String kind, ObjectMeta metadata, ServiceMonitor.Spec spec) {
        record Spec(LabelSelector selector, List<Endpoint> endpoints) {}

        record Endpoint(String port, String path, String interval, String scrapeTimeout) {}
    }

    /** Of the Prometheus operator, as far as we use it. */
    record PrometheusRule(String apiVersion, String kind, ObjectMeta metadata, PrometheusRule.Spec spec) {
        record Spec(List<Group> groups) {}

        record Group(String name, List<Rule> rules) {}

        record Rule(
                String alert,
                String record,
                String expr,
                @JsonProperty("for") String duration,
                Map<String, String> labels,
                Map<String, String> annotations) {}
    }
}
