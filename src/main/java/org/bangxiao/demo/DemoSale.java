package org.bangxiao.demo;

import java.time.Instant;

/**
 * One invented sale, for benchmarks and the year behind the demo.
 *
 * @param channel one of the channels the world was made with
 */
public record DemoSale(String externalId, int product, int quantity, Instant soldAt, String channel) {}
