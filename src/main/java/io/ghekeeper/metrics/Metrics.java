package io.ghekeeper.metrics;

import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.monitor.Observation;
import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.BooleanSupplier;

/**
 * The metrics of an observation, in the text format that the scraper accepts. Each value is computed from the observation:
 * there is no registry that could disagree with the journal.
 */
public final class Metrics {
    private final Build build;
    private final String appliance;
    private final BooleanSupplier ready;
    private final ProcessFigures process;
    private final ExpositionFormatWriter plain = PrometheusTextFormatWriter.create();
    private final ExpositionFormatWriter open = OpenMetricsTextFormatWriter.create();

    /**
     * The metrics of this process.
     *
     * @param appliance host of the appliance that is backed up
     * @param ready whether configuration, key, volume and lease are in order; asked at each scrape
     */
    public Metrics(Build build, String appliance, BooleanSupplier ready) {
        this(build, appliance, ready, Path.of("/proc/self"));
    }

    Metrics(Build build, String appliance, BooleanSupplier ready, Path process) {
        this.build = Objects.requireNonNull(build);
        this.appliance = Objects.requireNonNull(appliance);
        this.ready = Objects.requireNonNull(ready);
        this.process = new ProcessFigures(process);
    }

    /**
     * In which form they are written.
     *
     * @param accept the request's header; null where it has none
     */
    public String contentType(String accept) {
        return writer(accept).getContentType();
    }

    /** All metrics of an observation, in the form that {@link #contentType} names. */
    public byte[] write(Observation observation, String accept) {
        Samples samples = new Samples();
        StateFigures.write(observation, samples);
        RunFigures.write(observation, samples);
        StoreFigures.write(observation, samples);
        return written(samples, accept);
    }

    /** The metrics when nothing could be observed: that fact, and the program. A failed scrape would show less. */
    public byte[] writeUnseen(FailureKind why, String accept) {
        Samples samples = new Samples();
        samples.add(Metric.UNSEEN, 1, why.metricLabel());
        return written(samples, accept);
    }

    private byte[] written(Samples samples, String accept) {
        samples.add(Metric.READY, ready.getAsBoolean());
        samples.add(Metric.APPLIANCE, 1, appliance);
        samples.add(Metric.BUILD, 1, build.version(), build.revision().orElse("unknown"), build.javaVersion());
        process.write(samples);
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        try {
            writer(accept).write(text, samples.snapshots(), EscapingScheme.ALLOW_UTF8);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return text.toByteArray();
    }

    private ExpositionFormatWriter writer(String accept) {
        return open.accepts(accept) ? open : plain;
    }
}
