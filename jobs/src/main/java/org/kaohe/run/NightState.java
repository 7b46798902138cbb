package org.kaohe.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.kaohe.delta.AtomicFile;
import org.kaohe.landing.Listing;

/**
 * What the night behind the current release had seen, so that a night without change is told
 * without reading a delivery. It is a memory, not a state: without it, or with one of another
 * release, everything is computed again.
 *
 * @param release the release it belongs to
 * @param product version of the product that computed it
 * @param definitions hash of all definitions
 * @param contracts hash of everything a dataset's typing depends on, for the datasets that are up
 *     to date with it
 * @param complete false when a dataset failed for a reason that may pass, so that the landing
 *     folder has to be looked through again
 * @param landing every file seen
 * @param key fingerprint of the pseudonym key; empty when none was needed
 * @param failures what else is wrong and stays wrong until somebody acts
 * @param open what was not taken in and needs somebody
 * @param retry refused files that are looked at again though nobody touched them
 */
record NightState(
    String release,
    String product,
    String definitions,
    Map<String, String> contracts,
    String businessDate,
    boolean complete,
    List<Listing> landing,
    String key,
    List<String> failures,
    List<OpenRefusal> open,
    List<String> retry) {

  private static final ObjectMapper JSON =
      new ObjectMapper()
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          // A memory of another make is none.
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES);

  /** The memory; empty when there is none or none that can be read. */
  static Optional<NightState> read(Path file) {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(JSON.readValue(Files.readString(file), NightState.class));
    } catch (JsonProcessingException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void write(Path file) {
    try {
      AtomicFile.write(file, JSON.writeValueAsString(this) + "\n");
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A memory is plain data", e);
    }
  }
}
