package io.ghekeeper.deploy;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.ghekeeper.config.Configuration;
import io.ghekeeper.config.ConfigurationReader;
import io.ghekeeper.config.LoadedConfiguration;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** A configuration as a pod reads it: the file of the ConfigMap, and the container's variables. */
record DeployedConfiguration(LoadedConfiguration loaded) {
    static final Path BASE = Manifests.BASE.resolve("config/ghe-keeper.yaml");

    static DeployedConfiguration of(Path file, Map<String, String> environment) {
        return new DeployedConfiguration(new ConfigurationReader(environment).read(file, true));
    }

    static DeployedConfiguration base() {
        return of(BASE, Map.of());
    }

    static Map<String, String> environment(Container container) {
        Map<String, String> environment = new LinkedHashMap<>();
        for (EnvVar variable : container.getEnv()) {
            environment.put(variable.getName(), variable.getValue());
        }
        return environment;
    }

    Configuration configuration() {
        return loaded.configuration();
    }

    /** Any key, as a text. */
    String value(String key) {
        return JsonMapper.shared()
                .readTree(loaded.effective().toJson())
                .get(key)
                .get("value")
                .asString();
    }

    Path path(String key) {
        return Path.of(value(key));
    }

    int httpPort() {
        String listen = value("http.listen");
        return Integer.parseInt(listen.substring(listen.lastIndexOf(':') + 1));
    }
}
