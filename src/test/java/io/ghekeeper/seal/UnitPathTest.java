package io.ghekeeper.seal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnitPathTest {
    @ParameterizedTest
    @CsvSource({
        "., DIRECTORY, .",
        "version, FILE, .",
        "pages, DIRECTORY, .",
        "pages/file, FILE, .",
        "pages/1a, DIRECTORY, pages/1a",
        "pages/1a/b/c, FILE, pages/1a",
        "repositories/5, DIRECTORY, repositories/5",
        "repositories/5/nw, DIRECTORY, repositories/5",
        "repositories/5/nw/5f, DIRECTORY, repositories/5/nw/5f",
        "repositories/5/nw/5f/f1/2d, DIRECTORY, repositories/5/nw/5f",
        "repositories/5/nw/5f/f1/2d/file, FILE, repositories/5/nw/5f",
        "repositories/5/nw/5f/f1/2d/4, DIRECTORY, repositories/5/nw/5f/f1/2d/4",
        "repositories/5/nw/5f/f1/2d/4/4.git/HEAD, FILE, repositories/5/nw/5f/f1/2d/4",
        "repositories/5/gist/5f/f1/2d/4.git/HEAD, FILE, repositories/5/gist/5f/f1/2d/4.git",
        "repositories/owner/name.git/HEAD, FILE, repositories/owner",
        "repositories/info, DIRECTORY, repositories/info",
    })
    void anEntryBelongsToTheInnermostUnitAboveIt(String path, EntryType type, String unit) {
        assertThat(UnitPath.of(path, type)).isEqualTo(unit);
    }

    @ParameterizedTest
    @CsvSource({
        ".,true",
        "pages/1a,false",
        "repositories/5,true",
        "repositories/5/nw/5f,true",
        "repositories/5/nw/5f/f1/2d/4,false"
    })
    void onlyUpperUnitsHoldOthers(String unit, boolean upper) {
        assertThat(UnitPath.isUpper(unit)).isEqualTo(upper);
    }

    @Test
    void aNameThatBeginsAlikeIsInAnotherUnit() {
        assertThat(UnitPath.contains("pages/1a", "pages/1ab")).isFalse();
        assertThat(UnitPath.contains("pages/1a", "pages/1a/b")).isTrue();
    }
}
