import net from "node:net";

export interface SinkedMail {
  /** What the client said before DATA. */
  readonly commands: readonly string[];
  readonly source: string;
}

export interface SmtpSink {
  readonly port: number;
  readonly mails: SinkedMail[];
  close(): Promise<void>;
}

/** A server that speaks enough SMTP to take mails in and show them. */
export async function openSmtpSink(): Promise<SmtpSink> {
  const mails: SinkedMail[] = [];
  const server = net.createServer((socket) => converse(socket, mails));
  await new Promise<void>((resolve) => server.listen(0, "0.0.0.0", resolve));
  return {
    port: (server.address() as net.AddressInfo).port,
    mails,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

function converse(socket: net.Socket, mails: SinkedMail[]): void {
  const commands: string[] = [];
  let pending = "";
  let inData = false;
  socket.setEncoding("utf8");
  socket.write("220 sink ESMTP\r\n");
  socket.on("data", (chunk: string) => {
    pending += chunk;
    for (;;) {
      const end = pending.indexOf(inData ? "\r\n.\r\n" : "\r\n");
      if (end === -1) return;
      const taken = pending.slice(0, end);
      pending = pending.slice(end + (inData ? 5 : 2));
      if (inData) mails.push({ commands: [...commands], source: taken });
      else commands.push(taken);
      socket.write(inData ? "250 taken\r\n" : answerTo(taken));
      inData = !inData && taken.toUpperCase() === "DATA";
    }
  });
}

function answerTo(command: string): string {
  if (/^EHLO/i.test(command)) return "250-sink\r\n250 AUTH PLAIN LOGIN\r\n";
  if (/^DATA/i.test(command)) return "354 go on\r\n";
  if (/^AUTH LOGIN/i.test(command)) return "334 VXNlcm5hbWU6\r\n";
  if (/^dQ==$/.test(command)) return "334 UGFzc3dvcmQ6\r\n";
  if (/^(AUTH|cA==)/i.test(command)) return "235 welcome\r\n";
  if (/^STARTTLS/i.test(command)) return "502 not here\r\n";
  return /^QUIT/i.test(command) ? "221 bye\r\n" : "250 ok\r\n";
}
