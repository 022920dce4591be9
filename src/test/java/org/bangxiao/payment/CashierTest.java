package org.bangxiao.payment;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import org.junit.jupiter.api.Test;

class CashierTest {
    @Test
    void whoReachesTheShopByItsIpv6AddressCanPay() {
        SocketAddress reachedAt = SocketAddress.inetSocketAddress(8080, "0:0:0:0:0:0:0:1");
        RequestOptions target = SandboxProvider.thisService(reachedAt);
        assertThat(target.getServer().host()).isEqualTo("0:0:0:0:0:0:0:1");
        assertThat(target.getPort()).isEqualTo(8080);
        assertThat(target.getHost()).as("what stands in the Host header").matches("[a-z.]+");
    }
}
