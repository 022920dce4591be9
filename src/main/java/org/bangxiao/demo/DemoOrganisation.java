package org.bangxiao.demo;

/** An invented organisation that is no supplier: a partner body, a budget unit, a counter's operator. */
public record DemoOrganisation(
        String key, String kind, String areaCode, String creditCode, String nameZh, String nameEn) {}
