package dev.ropeway.packaged;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/**
 * A mail server that keeps what it takes, and that can refuse, say nothing or hang up at each step
 * of a conversation.
 */
public final class FakeSmtp implements AutoCloseable {

  /** The step at which the content of a mail was read, and before it is kept. */
  public static final String CONTENT = "CONTENT";

  /** As {@link #CONTENT}, but the mail is kept first. */
  public static final String TAKEN = "TAKEN";

  private final ServerSocket server;
  private final SSLContext tls;
  private final List<Mail> mails = new CopyOnWriteArrayList<>();
  private final List<String> logins = new CopyOnWriteArrayList<>();
  private final List<Socket> open = new CopyOnWriteArrayList<>();
  private final Map<String, Fault> faults = new ConcurrentHashMap<>();
  private final AtomicInteger connections = new AtomicInteger();
  private volatile Duration time = Duration.ZERO;

  /** A mail with its envelope. */
  public record Mail(String from, List<String> to, byte[] content, boolean encrypted) {

    public MimeMessage message() {
      try {
        return new MimeMessage(
            Session.getInstance(new Properties()), new ByteArrayInputStream(content));
      } catch (MessagingException e) {
        throw new IllegalStateException(e);
      }
    }

    public String header(String name) {
      try {
        return message().getHeader(name, null);
      } catch (MessagingException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /**
   * What happens at a step.
   *
   * @param reply null for none
   */
  private record Fault(String reply, boolean hangUp, boolean trickle) {}

  private FakeSmtp(ServerSocket server, SSLContext tls) {
    this.server = server;
    this.tls = tls;
  }

  /**
   * Starts one.
   *
   * @param tls what STARTTLS is answered with; null offers none
   */
  public static FakeSmtp start(SSLContext tls) {
    try {
      FakeSmtp smtp = new FakeSmtp(new ServerSocket(0, 100, InetAddress.getLoopbackAddress()), tls);
      Thread thread = new Thread(smtp::accept, "fake-smtp");
      thread.setDaemon(true);
      thread.start();
      return smtp;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public int port() {
    return server.getLocalPort();
  }

  /** All mails that were taken. */
  public List<Mail> mails() {
    return mails;
  }

  /** Those to an address. */
  public List<Mail> mailsTo(String address) {
    return mails.stream().filter(mail -> mail.to().contains(address)).toList();
  }

  /** Who logged in, as {@code mechanism user secret}. */
  public List<String> logins() {
    return logins;
  }

  public int connections() {
    return connections.get();
  }

  /** Answers a step, such as {@code RCPT} or {@code RCPT TO:<a@b>}, with something else. */
  public void replies(String step, String reply) {
    faults.put(step, new Fault(reply, false, false));
  }

  /** Says nothing at a step. */
  public void hangs(String step) {
    faults.put(step, new Fault(null, false, false));
  }

  /** Ends the connection at a step. */
  public void hangsUp(String step) {
    faults.put(step, new Fault(null, true, false));
  }

  /** Answers a step with one character after the other, without an end. */
  public void trickles(String step) {
    faults.put(step, new Fault(null, false, true));
  }

  /** Takes so long for each mail, between its content and the answer. */
  public void takes(Duration each) {
    time = each;
  }

  /** Works again, and has forgotten all mails. */
  public void isNew() {
    works();
    mails.clear();
    logins.clear();
  }

  /** Works again. */
  public void works() {
    faults.clear();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        connections.incrementAndGet();
        open.add(socket);
        Thread thread = new Thread(() -> serve(socket), "fake-smtp-connection");
        thread.setDaemon(true);
        thread.start();
      } catch (IOException e) {
        // Closed.
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      new Conversation(socket).hold();
    } catch (IOException | InterruptedException e) {
      // The other side is gone.
    } finally {
      open.remove(socket);
    }
  }

  private final class Conversation {

    private Socket socket;
    private InputStream in;
    private OutputStream out;
    private boolean encrypted;
    private String from;
    private final List<String> to = new CopyOnWriteArrayList<>();

    Conversation(Socket socket) throws IOException {
      over(socket);
    }

    private void over(Socket now) throws IOException {
      socket = now;
      in = new BufferedInputStream(now.getInputStream());
      out = now.getOutputStream();
    }

    void hold() throws IOException, InterruptedException {
      if (!answer("CONNECT", "220 mail.example ready")) {
        return;
      }
      String line;
      while ((line = line()) != null) {
        String verb = line.split("[ :]", 2)[0].toUpperCase(Locale.ROOT);
        if (!step(verb, line)) {
          return;
        }
      }
    }

    private boolean step(String verb, String line) throws IOException, InterruptedException {
      switch (verb) {
        case "EHLO" -> {
          return answer(
              verb,
              "250-mail.example\r\n"
                  + (tls != null && !encrypted ? "250-STARTTLS\r\n" : "")
                  + "250-AUTH PLAIN LOGIN XOAUTH2\r\n250 8BITMIME");
        }
        case "STARTTLS" -> {
          if (!answer(verb, "220 go ahead")) {
            return false;
          }
          SSLSocket secure =
              (SSLSocket) tls.getSocketFactory().createSocket(socket, null, socket.getPort(), true);
          secure.setUseClientMode(false);
          secure.startHandshake();
          encrypted = true;
          over(secure);
          return true;
        }
        case "AUTH" -> {
          return auth(line);
        }
        case "MAIL" -> {
          from = address(line);
          to.clear();
          return answer(verb, "250 ok");
        }
        case "RCPT" -> {
          String rcpt = address(line);
          String own = "RCPT TO:<" + rcpt + ">";
          boolean refused = faults.containsKey(own) || faults.containsKey(verb);
          if (!refused) {
            to.add(rcpt);
          }
          return answer(faults.containsKey(own) ? own : verb, "250 ok");
        }
        case "DATA" -> {
          return data();
        }
        case "QUIT" -> {
          answer(verb, "221 bye");
          return false;
        }
        default -> {
          return answer(verb, "250 ok");
        }
      }
    }

    private boolean auth(String line) throws IOException, InterruptedException {
      String[] parts = line.split(" ");
      String mechanism = parts[1].toUpperCase(Locale.ROOT);
      if (mechanism.equals("LOGIN")) {
        say("334 VXNlcm5hbWU6");
        String user = decoded(line());
        say("334 UGFzc3dvcmQ6");
        logins.add("LOGIN " + user + " " + decoded(line()));
      } else {
        if (parts.length < 3) {
          say("334 ");
        }
        logins.add(
            mechanism
                + decoded(parts.length < 3 ? line() : parts[2])
                    .replace('\0', ' ')
                    .replace('\u0001', ' '));
      }
      return answer("AUTH", "235 welcome");
    }

    private static String decoded(String base64) {
      return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
    }

    private boolean data() throws IOException, InterruptedException {
      if (faults.containsKey("DATA")) {
        return answer("DATA", null);
      }
      say("354 go on");
      ByteArrayOutputStream content = new ByteArrayOutputStream();
      String line;
      while ((line = line()) != null && !line.equals(".")) {
        String plain = line.startsWith(".") ? line.substring(1) : line;
        content.write((plain + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
      }
      if (line == null) {
        return false;
      }
      if (faults.containsKey(CONTENT)) {
        return answer(CONTENT, null);
      }
      mails.add(new Mail(from, List.copyOf(to), content.toByteArray(), encrypted));
      Thread.sleep(time.toMillis());
      return answer(TAKEN, "250 queued");
    }

    private static String address(String line) {
      return line.substring(line.indexOf('<') + 1, line.indexOf('>'));
    }

    /** Answers a step; false where the connection is over. */
    private boolean answer(String step, String usual) throws IOException, InterruptedException {
      Fault fault = faults.get(step);
      if (fault == null) {
        say(usual);
        return true;
      }
      if (fault.hangUp()) {
        return false;
      }
      while (fault.trickle()) {
        out.write('2');
        out.flush();
        Thread.sleep(200);
      }
      if (fault.reply() == null) {
        while (in.read() >= 0) {
          // Waits until the other side has enough.
        }
        return false;
      }
      say(fault.reply());
      return true;
    }

    private void say(String text) throws IOException {
      out.write((text + "\r\n").getBytes(StandardCharsets.US_ASCII));
      out.flush();
    }

    private String line() throws IOException {
      StringBuilder line = new StringBuilder();
      int c;
      while ((c = in.read()) >= 0) {
        if (c == '\n') {
          return line.toString();
        }
        if (c != '\r') {
          line.append((char) c);
        }
      }
      return null;
    }
  }

  @Override
  public void close() {
    try {
      server.close();
      for (Socket socket : open) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
