package org.bangxiao.certification;

/**
 * One file of evidence as it lay before an officer.
 *
 * @param document id of the pack's document it stands for
 * @param sha256   of its content, in hexadecimal digits
 */
public record CaseFile(String document, String sha256) {}
