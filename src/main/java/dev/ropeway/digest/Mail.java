package dev.ropeway.digest;

/**
 * A mail as it is read.
 *
 * @param unsubscribe where its recipient refuses more of them; null for nowhere
 */
record Mail(String subject, String text, String html, String unsubscribe) {}
