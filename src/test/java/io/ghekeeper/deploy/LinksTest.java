package io.ghekeeper.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Where a page leads to, there is something; also a page that a program, a script or a manifest names. */
class LinksTest {
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
    private static final Pattern HEADING = Pattern.compile("#{1,6} +(.*?) *#*");
    private static final Pattern NAMED_PAGE = Pattern.compile("(?<![\\w./-])docs/[A-Za-z0-9/._-]+\\.(?:md|json|yaml)");

    private record Link(Path page, String target) {
        @Override
        public String toString() {
            return page + " -> " + target;
        }
    }

    static List<Path> pages() throws IOException {
        try (Stream<Path> root = Files.list(Path.of("."));
                Stream<Path> docs = Files.walk(Path.of("docs"))) {
            return Stream.concat(root.map(Path::normalize), docs)
                    .filter(file -> file.toString().endsWith(".md"))
                    .sorted()
                    .toList();
        }
    }

    static List<Link> links() throws IOException {
        List<Link> links = new ArrayList<>();
        for (Path page : pages()) {
            LINK.matcher(Files.readString(page))
                    .results()
                    .map(found -> found.group(1))
                    .filter(target -> !target.matches("[a-z]+:.*"))
                    .forEach(target -> links.add(new Link(page, target)));
        }
        return links;
    }

    /** What other files call by its path from the root. */
    static Set<String> named() throws IOException {
        Set<String> named = new TreeSet<>();
        for (String place : List.of("src/main", "docs", "k8s", "senza", "bin", "bashtest", "Dockerfile", "dev")) {
            try (Stream<Path> files = Files.walk(Path.of(place))) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    NAMED_PAGE
                            .matcher(Files.readString(file))
                            .results()
                            .map(found -> found.group())
                            .forEach(named::add);
                }
            }
        }
        return named;
    }

    @Test
    void thereArePagesAndLinks() throws IOException {
        assertThat(pages()).hasSizeGreaterThan(20);
        assertThat(links()).hasSizeGreaterThan(80);
        assertThat(named()).contains("docs/configuration.md", "docs/migrate.md", "docs/image.md");
    }

    @ParameterizedTest
    @MethodSource("links")
    void whereALinkLeadsThereIsSomething(Link link) throws IOException {
        String[] parts = link.target().split("#", 2);
        Path folder = link.page().toAbsolutePath().getParent();
        Path file = parts[0].isEmpty() ? link.page() : folder.resolve(parts[0]).normalize();

        assertThat(file).exists();
        if (parts.length == 2) {
            assertThat(anchors(file)).contains(parts[1]);
        }
    }

    @ParameterizedTest
    @MethodSource("named")
    void aFileThatIsNamedIsThere(String path) {
        assertThat(Path.of(path)).exists();
    }

    /** As GitHub makes them of headings. */
    private static Set<String> anchors(Path page) throws IOException {
        Map<String, Integer> seen = new HashMap<>();
        Set<String> anchors = new TreeSet<>();
        boolean code = false;
        for (String line : Files.readAllLines(page)) {
            code ^= line.startsWith("```");
            Matcher heading = HEADING.matcher(line);
            if (!code && heading.matches()) {
                String anchor = heading.group(1)
                        .replaceAll("\\[([^]]*)\\]\\([^)]*\\)", "$1")
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\p{L}\\p{N} _-]", "")
                        .replace(' ', '-');
                int before = seen.merge(anchor, 1, Integer::sum) - 1;
                anchors.add(before == 0 ? anchor : anchor + "-" + before);
            }
        }
        return anchors;
    }
}
