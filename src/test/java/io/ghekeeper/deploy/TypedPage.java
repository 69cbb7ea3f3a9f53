package io.ghekeeper.deploy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ghekeeper.lab.StandIns;
import io.ghekeeper.lab.Tool;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The shell of a person who types a page: in a copy of k8s, senza and docs/iam, at stand-ins that know what these name. */
final class TypedPage {
    static final String NAMESPACE = Manifests.one(Manifests.in(Manifests.ROOT), "Namespace", "ghe-backup")
            .name();

    private final StandIns standIns;
    private final Map<String, String> names;

    /** @param names what the page has in the place of a name, and a thing of that kind */
    TypedPage(Path folder, boolean withReal, Map<String, String> names) {
        standIns = new StandIns(folder, withReal ? real(folder) : List.of());
        this.names = names;
        Tool.run("cp", "-r", "k8s", "senza", folder.toString());
        Tool.run("mkdir", folder.resolve("docs").toString());
        Tool.run("cp", "-r", "docs/iam", folder.resolve("docs").toString());
        for (Path file : Manifests.files(Manifests.ROOT)) {
            if (file.toString().endsWith(".sample.yaml")) {
                render(file, Manifests.documents(file.toString(), Manifests.text(file)));
            }
        }
        standIns.parameters(SenzaDefinition.shipped().parameterLines());
    }

    /** An old kubectl cannot read our kustomizations. */
    private static List<String> real(Path folder) {
        return Kustomize.missing(folder).isEmpty() ? List.of("kubectl", "aws", "docker") : List.of("aws", "docker");
    }

    StandIns standIns() {
        return standIns;
    }

    /** @param path what {@code apply} names */
    void render(Path path, List<Manifest> manifests) {
        standIns.render(path, manifests.stream().map(TypedPage::json).toList());
    }

    private static String json(Manifest manifest) {
        try {
            return new ObjectMapper().writeValueAsString(manifest.tree());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** @param text as it stands on the page */
    String type(String text) {
        String named = text;
        for (Map.Entry<String, String> name : names.entrySet()) {
            // None is a part of a longer one.
            named = named.replaceAll(
                    "(?<![\\w-])" + Pattern.quote(name.getKey()) + "(?![\\w-])",
                    Matcher.quoteReplacement(name.getValue()));
        }
        return standIns.type(named);
    }

    /** An object of the cluster as it is now. */
    Manifest object(String kind, String name) {
        String json = standIns.type("kubectl -n %s get %s %s -o json".formatted(NAMESPACE, kind, name));
        return Manifests.documents("the cluster", json).get(0);
    }
}
