package io.ghekeeper.cli;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.nativesnapshot.ExpiryPlan;
import io.ghekeeper.nativesnapshot.NativeSettings.ExpirySettings;
import java.util.Optional;

/**
 * What would be deleted in one Region.
 *
 * @param region of copies; nothing for that of the volume
 * @param settings which snapshots stay there
 * @param plan nothing where it could not be made
 * @param failure why there is none
 */
record RegionPlan(
        Optional<String> region, ExpirySettings settings, Optional<ExpiryPlan> plan, Optional<Failure> failure) {}
