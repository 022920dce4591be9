package org.bangxiao.settlement;

import java.util.UUID;

/** What the steps of a run need to know of it. */
record Run(
        UUID id,
        int number,
        String region,
        String state,
        int chunkSize,
        String inputDigest,
        String resultDigest,
        UUID preparedPerson) {}
