package io.ghekeeper.failure;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FailureTest {
    @Test
    void aFaultIsNamedByItsPlaceAndNeverByWhatJavaCallsIt() {
        Failure failure = Failure.fault(new IllegalStateException("https://user:secret@hooks.example.com"));

        assertThat(failure.kind()).isEqualTo(FailureKind.INTERNAL);
        assertThat(failure.getMessage()).matches("internal error at FailureTest\\.java:\\d+");
        assertThat(failure.hint()).doesNotContain("secret", "Exception");
    }

    @Test
    void aFaultOfALibraryHasNoPlaceOfOurs() {
        NullPointerException fault = new NullPointerException();
        fault.setStackTrace(new StackTraceElement[0]);

        assertThat(Failure.fault(fault).getMessage()).isEqualTo("internal error");
    }
}
