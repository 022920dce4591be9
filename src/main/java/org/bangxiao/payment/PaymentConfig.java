package org.bangxiao.payment;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Optional;

/** Which providers there are. What is not filled in is not offered; keys are files outside the repository. */
@ConfigMapping(prefix = "bangxiao.payment")
interface PaymentConfig {
    /** Whether the sandbox, which moves no money, is offered. */
    boolean sandbox();

    /** Where providers reach this service, e.g. {@code https://shop.example}: WeChat Pay and Alipay report to it. */
    Optional<String> publicUrl();

    /** How often providers are asked that stay silent. */
    @WithDefault("30s")
    String askEvery();

    Bank bank();

    WeChat wechat();

    Alipay alipay();

    /** The account that transfers go to. */
    interface Bank {
        Optional<String> accountName();

        Optional<String> accountNumber();

        Optional<String> bankName();

        /** Days for which a purchase waits for its transfer, and its goods with it. */
        @WithDefault("3")
        int days();
    }

    /** WeChat Pay, API v3, in the mode of the provider's public key. */
    interface WeChat {
        Optional<String> merchant();

        Optional<String> appId();

        /** Serial number of the merchant's certificate. */
        Optional<String> serial();

        /** The merchant's private key, PEM. */
        Optional<String> privateKeyFile();

        /** WeChat Pay's public key, PEM, and its id ({@code PUB_KEY_ID_…}). */
        Optional<String> publicKeyFile();

        Optional<String> publicKeyId();

        /** The 32 letters under which notices are sealed. */
        Optional<String> apiKey();

        @WithDefault("https://api.mch.weixin.qq.com")
        String gateway();
    }

    /** Alipay, in the mode of its public key. */
    interface Alipay {
        Optional<String> appId();

        /** The seller's number (2088…): money to anybody else is not ours. */
        Optional<String> seller();

        /** Our private key, PEM (PKCS#8). */
        Optional<String> privateKeyFile();

        /** Alipay's public key, PEM. */
        Optional<String> publicKeyFile();

        @WithDefault("https://openapi.alipay.com/gateway.do")
        String gateway();
    }
}
