package io.ghekeeper.deploy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** For the tests of commands, which only their own package can parse. */
public final class DeployedArguments {
    private DeployedArguments() {}

    /** Where it is written, and what the container's program is called with; only of those that run ghe-keeper. */
    public static List<Map.Entry<String, List<String>>> ofEachContainer() {
        List<Map.Entry<String, List<String>>> all = new ArrayList<>();
        for (Manifest manifest : PodSecurityTest.ordinary()) {
            new Mounts(manifest.pods().orElseThrow().getSpec())
                    .pod()
                    .getContainers()
                    .forEach(container -> all.add(Map.entry(manifest.toString(), container.getArgs())));
        }
        return all;
    }
}
