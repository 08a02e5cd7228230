package dev.ropeway.sandbox;

/** Pages that stand where JSON was expected; the marks clients look for are the recorded ones. */
final class HtmlPages {
  static final String HIBERNATING =
      """
      <!DOCTYPE html>
      <html><head><title>Instance Hibernating page</title></head>
      <body class="instance-hibernating-page">
      <h1>Your instance is hibernating</h1>
      <p>Sign in to the site to wake your instance</p>
      </body></html>
      """;

  static final String IP_FILTERED =
      """
      <html><head><title>Access restricted</title></head>
      <body><h1>Access restricted</h1></body></html>
      """;

  static final String MAINTENANCE =
      """
      <!DOCTYPE html>
      <html><head><title>Maintenance</title></head>
      <body><h1>503 Service Unavailable</h1><p>The instance is being upgraded.</p></body></html>
      """;

  static final String BAD_GATEWAY =
      """
      <html><head><title>502 Bad Gateway</title></head>
      <body><center><h1>502 Bad Gateway</h1></center></body></html>
      """;

  static final String LOGIN =
      """
      <!DOCTYPE html>
      <html><head><title>Sign in to your account</title></head>
      <body><form method="post" action="/login"><label>User name <input name="user"></label>
      <button>Next</button></form></body></html>
      """;

  private HtmlPages() {}
}
