package io.ghekeeper.deploy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** A Senza definition, as text and as the tree that the text is. */
record SenzaDefinition(String text, Map<?, ?> tree) {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{\\s*([^}]*?)\\s*}}");

    static SenzaDefinition shipped() {
        try {
            return of(Files.readString(Path.of("senza/ghe-keeper.yaml")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static SenzaDefinition of(String text) {
        Object tree = new Load(LoadSettings.builder().build()).loadFromString(text);
        return new SenzaDefinition(text, (Map<?, ?>) tree);
    }

    /** Its text with these in the place of its placeholders, as Senza would put them. */
    SenzaDefinition with(Map<String, String> values) {
        return of(PLACEHOLDER
                .matcher(text)
                .replaceAll(found -> Matcher.quoteReplacement(values.getOrDefault(found.group(1), found.group()))));
    }

    /** What stands between double braces, each time it does. */
    List<String> placeholders() {
        return PLACEHOLDER.matcher(text).results().map(found -> found.group(1)).toList();
    }

    /** What neither Senza nor Taupage would do as it is meant. */
    List<String> problems() {
        List<String> problems = new ArrayList<>(SenzaKnowledge.DOCUMENT.problems("", tree));
        components().forEach((name, component) -> {
            String type = String.valueOf(((Map<?, ?>) component).get("Type"));
            SenzaShape shape = SenzaKnowledge.COMPONENTS.get(type);
            problems.addAll(
                    shape == null ? List.of(name + " has the unknown type " + type) : shape.problems(name, component));
        });
        return problems;
    }

    private Map<String, Object> components() {
        Map<String, Object> components = new LinkedHashMap<>();
        ((List<?>) tree.get("SenzaComponents"))
                .forEach(component ->
                        ((Map<?, ?>) component).forEach((name, value) -> components.put(String.valueOf(name), value)));
        return components;
    }

    List<String> parameters() {
        return ((List<?>) at(tree, "SenzaInfo", "Parameters"))
                .stream()
                        .map(parameter -> String.valueOf(
                                ((Map<?, ?>) parameter).keySet().iterator().next()))
                        .toList();
    }

    /** The parameters, each behind {@code "wanted "} where it has no default. */
    List<String> parameterLines() {
        List<String> lines = new ArrayList<>();
        ((List<?>) at(tree, "SenzaInfo", "Parameters"))
                .forEach(parameter -> ((Map<?, ?>) parameter)
                        .forEach((name, said) ->
                                lines.add((((Map<?, ?>) said).containsKey("Default") ? "" : "wanted ") + name)));
        return lines;
    }

    /** What is at a path of names. */
    Object at(String component, String... path) {
        return at((Map<?, ?>) components().get(component), path);
    }

    Object taupage(String... path) {
        return at((Map<?, ?>) at("GheKeeper", "TaupageConfig"), path);
    }

    static Object at(Map<?, ?> map, String... path) {
        Object node = map;
        for (String name : path) {
            node = node instanceof Map<?, ?> inner ? inner.get(name) : null;
        }
        return node;
    }

    Map<String, String> environment() {
        Map<String, String> environment = new LinkedHashMap<>();
        ((Map<?, ?>) taupage("environment"))
                .forEach((name, value) -> environment.put(String.valueOf(name), String.valueOf(value)));
        return environment;
    }
}
