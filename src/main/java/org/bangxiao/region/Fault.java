package org.bangxiao.region;

/** What is wrong in a pack, and on which line, counted from 1. */
public record Fault(String file, int line, String what) {
    @Override
    public String toString() {
        return file + ":" + line + ": " + what;
    }
}
